import { readdirSync, readFileSync } from 'node:fs';

/** A report with every label. */
export interface Labelled {
  /** The file it is from; each is by another author. */
  source: string;
  domain: string;
  category: string;
  urgency: string;
  sentiment: string;
  text: string;
}

const domains: Record<string, string> = { c: 'civic_complaints', d: 'disaster_response', a: 'agriculture' };

/** The lines of a text file that say something. */
export const linesOf = (file: URL): string[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));

/** Every sentence of a folder of files with lines `letter|category|urgency|sentiment|text`. */
export const readLabelled = (folder: URL): Labelled[] =>
  readdirSync(folder)
    .sort()
    .flatMap((source) =>
      linesOf(new URL(source, folder)).map((line) => {
        const [letter = '', category = '', urgency = '', sentiment = '', ...rest] = line.split('|');
        const domain = domains[letter] ?? letter;
        return { source, domain, category, urgency, sentiment, text: rest.join('|').trim() };
      }),
    );
