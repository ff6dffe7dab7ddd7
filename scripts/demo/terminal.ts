/** Output for people on a terminal, plain lines for pipes. Colour only on a terminal, and never with NO_COLOR. */
const isTerminal = process.stdout.isTTY;
const hasColour = isTerminal && process.env['NO_COLOR'] === undefined;
const paint = (code: number, text: string): string => (hasColour ? `\u001b[${code}m${text}\u001b[0m` : text);

export const bold = (text: string): string => paint(1, text);
export const dim = (text: string): string => paint(2, text);
export const green = (text: string): string => paint(32, text);
export const red = (text: string): string => paint(31, text);
export const yellow = (text: string): string => paint(33, text);

export const say = (text = ''): void => void process.stdout.write(`${text}\n`);

const statusColours: Readonly<Record<string, (text: string) => string>> = {
  success: green,
  complete: green,
  completed: green,
  error: red,
  failed: red,
  skipped: yellow,
  cached: dim,
};
export const paintStatus = (status: string): string => (statusColours[status] ?? dim)(status);

/**
 * One line per key. On a terminal a changed line is rewritten in place; in a pipe every change is a line of its own.
 */
export class LiveLines {
  readonly #lines = new Map<string, string>();
  #drawn = 0;

  set(key: string, text: string): void {
    if (this.#lines.get(key) === text) return;
    this.#lines.set(key, text);
    if (isTerminal) this.#redraw();
    else say(text);
  }

  #redraw(): void {
    const width = process.stdout.columns || 100;
    const rows = [...this.#lines.values()].map((line) => line.slice(0, width + (hasColour ? 20 : 0)));
    process.stdout.write(
      `${this.#drawn > 0 ? `\u001b[${this.#drawn}A` : ''}${rows.map((row) => `\u001b[2K${row}`).join('\n')}\n`,
    );
    this.#drawn = rows.length;
  }
}

const visibleLength = (text: string): number => text.replace(/\u001b\[\d+m/g, '').length;

/** Columns padded to their widest cell. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => visibleLength(row[column] ?? ''))),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - visibleLength(cell))))
      .join('  ')
      .trimEnd();
  return [dim(line(header)), ...rows.map(line)].map((text) => `  ${text}`).join('\n');
}

export const clip = (text: string, length: number): string => {
  const flat = text.replace(/\s+/g, ' ').trim();
  return flat.length <= length ? flat : `${flat.slice(0, length - 1)}…`;
};
