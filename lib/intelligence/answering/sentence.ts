import type { Interpretation } from '../../domain/query.ts';
import type { ReportFilter } from '../../domain/filter.ts';
import type { DomainContext } from '../../ports/agents.ts';
import { makeCalendar, type Calendar } from './calendar.ts';
import { correctSpelling } from './spelling.ts';
import { hasBreakBefore, toWords, type Word } from './words.ts';

/** People that a sentence may name. */
export interface People {
  teams: readonly { team_id: string; team_name: string; aliases: readonly string[] }[];
  users: readonly { user_id: string; username: string }[];
  /** User id of who is asking. */
  asking: string;
}

/** An earlier turn of the session. */
export interface Turn {
  question: string;
  interpretation: Interpretation | null;
  references: readonly string[];
}

/** Finds a place outside the domain's own ones; undefined for words that name none. */
export type PlaceLookup = (name: string) => { lon: number; lat: number } | undefined;

/** The category that words outside all of the categories' own names speak for, 0..1 sure. */
export type Categoriser = (text: string) => { key: string; confidence: number } | undefined;

export interface ReadingInput {
  text: string;
  domain: DomainContext;
  people: People;
  previous: readonly Turn[];
  now: Date;
  lookup: PlaceLookup;
  categorise?: Categoriser;
}

export type Slot = string;

/** The words of a sentence, and which slot has taken each of them. */
export class Sentence {
  readonly words: readonly Word[];
  readonly text: string;
  readonly calendar: Calendar;
  readonly input: ReadingInput;
  readonly #slots = new Map<number, Slot>();

  constructor(input: ReadingInput, known: (word: string) => boolean) {
    this.input = input;
    this.text = input.text;
    this.words = correctSpelling(toWords(input.text), known);
    this.calendar = makeCalendar(input.now, input.domain.home.timezone);
  }

  isFree = (index: number): boolean => index >= 0 && index < this.words.length && !this.#slots.has(index);

  take(slot: Slot, first: number, next: number = first + 1): void {
    for (let index = first; index < next; index++) if (!this.#slots.has(index)) this.#slots.set(index, slot);
  }

  slotOf(index: number): Slot | undefined {
    return this.#slots.get(index);
  }

  /** The lower-case word at an index; empty beyond the ends. */
  at(index: number): string {
    return this.words[index]?.lower ?? '';
  }

  stemAt(index: number): string {
    return this.words[index]?.stem ?? '';
  }

  /** What stands before the word; empty beyond the ends. */
  gapAt(index: number): string {
    return this.words[index]?.gap ?? '';
  }

  /** Whether a comma, a full stop or the like stands before the word. */
  breaksAt(index: number): boolean {
    const word = this.words[index];
    return word !== undefined && hasBreakBefore(word);
  }

  /** Words `first` up to `next` in lower case, joined by blanks. */
  phrase(first: number, next: number): string {
    return this.words
      .slice(Math.max(0, first), next)
      .map(({ lower }) => lower)
      .join(' ');
  }

  /** The sentence's own characters under these words. */
  original(first: number, next: number): string {
    const [start, end] = [this.words[first]?.start, this.words[next - 1]?.end];
    return start === undefined || end === undefined ? '' : this.text.slice(start, end);
  }

  /** First index at or after `from` where the run of words equals one of the phrases, with its length. */
  find(phrases: readonly string[], from = 0): { first: number; next: number } | undefined {
    for (let first = from; first < this.words.length; first++)
      for (const phrase of phrases) {
        const size = phrase.split(' ').length;
        if (this.phrase(first, first + size) === phrase) return { first, next: first + size };
      }
    return undefined;
  }
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** What the slots have found so far. */
export interface Draft {
  filters: Mutable<ReportFilter>;
  /** A second place, category or time, when two stand side by side. */
  second: Partial<Record<'place' | 'category' | 'time' | 'assignee' | 'status', Partial<ReportFilter>>>;
  /** Everything read about how to count, group and order. */
  shape: Partial<
    Pick<
      Interpretation,
      | 'metric'
      | 'metric_field'
      | 'group_by'
      | 'interval'
      | 'order'
      | 'limit'
      | 'compare_with'
      | 'time_range'
      | 'single'
    >
  >;
  comparing: boolean;
  /** "and the fewest?", "top three only": an order or a number of groups without what is ranked. */
  rank?: { order: 'asc' | 'desc'; limit?: number };
  /** The category was inferred from words that do not name it. */
  guessed: boolean;
  unmatched: string[];
  doubts: string[];
}

export const emptyDraft = (): Draft => ({
  filters: {},
  second: {},
  shape: {},
  comparing: false,
  guessed: false,
  unmatched: [],
  doubts: [],
});

/** Reads one slot: takes its words from the sentence and writes what they mean into the draft. */
export type SlotReader = (sentence: Sentence, draft: Draft) => void;

/** Adds a value to a list field of the filter, or to its exclusions. */
export function addTo(
  filters: Draft['filters'],
  field: 'status' | 'category' | 'urgency' | 'assignee',
  value: string,
  negated: boolean,
): void {
  if (!negated) {
    const values = [...new Set([...(filters[field] ?? []), value])];
    Object.assign(filters, { [field]: values });
    return;
  }
  const values = [...new Set([...(filters.not?.[field] ?? []), value])];
  filters.not = { ...filters.not, [field]: values };
}
