import type { Sentence } from '../sentence.ts';

const nouns = /^(note|notes|comment|comments|remark|remarks|message)$/;
const leading =
  /^(add|leave|write|attach|put|append|post|include|record|make|with|and|a|an|the|this|another|following|short|please|kindly|as|internal|quick)$/;
const saying = /^(saying|reading|stating|says|that|reads)$/;

const MAX_NOTE = 2_000;

interface NoteText {
  text: string;
  start: number;
  end: number;
}

const quotedAfter = (text: string, from: number): NoteText | undefined => {
  const match = /["“”]([^"“”]+)["“”]|(?<![\p{L}\p{N}])['‘]([^'‘’]{2,})['’](?![\p{L}\p{N}])/u.exec(
    text.slice(from),
  );
  const inner = match?.[1] ?? match?.[2];
  if (!match || inner === undefined) return undefined;
  return { text: inner, start: from + match.index, end: from + match.index + match[0].length };
};

/** 'Add "pump ordered" as a note'. */
function quotedBefore(text: string, to: number): NoteText | undefined {
  const quote = quotedAfter(text.slice(0, to), 0);
  return quote && /^\s*(as|for) (a|an|the)?\s*$/i.test(text.slice(quote.end, to)) ? quote : undefined;
}

/** The text up to its end, or up to the reports that it is meant for ("inspected, for inc_1"). */
const restFrom = (text: string, start: number): NoteText | undefined => {
  const target = /[,;]?\s+(?:for|on|to)\s+(?:inc_|these\b|those\b|them\b|it\b|all\b)/.exec(text.slice(start));
  const end = target ? start + target.index : text.length;
  const rest = text
    .slice(start, end)
    .trim()
    .replace(/[.!\s]+$/, '');
  return rest === '' ? undefined : { text: rest, start, end };
};

/** After a colon that follows the noun, at once or after the selection ("note on all open landslides: ..."). */
function afterColon(text: string, from: number): NoteText | undefined {
  const colon = text.indexOf(':', from);
  return colon < 0 ? undefined : restFrom(text, colon + 1);
}

function afterSaying(sentence: Sentence, noun: number): NoteText | undefined {
  for (let index = noun + 1; index < sentence.words.length; index++) {
    if (!saying.test(sentence.at(index))) continue;
    const next = sentence.words[index + 1];
    if (
      !next ||
      (sentence.at(index) === 'that' &&
        index > noun + 1 &&
        /^(are|is|mention|mentions|have|has|were|was)$/.test(next.lower))
    )
      continue;
    const start = next.lower === 'that' ? (sentence.words[index + 2]?.start ?? next.start) : next.start;
    const found = restFrom(sentence.text, start);
    if (found) {
      sentence.take('note', index);
      return found;
    }
  }
  return undefined;
}

/** Whether "note" is what the sentence orders, not a word in passing. */
function isOrdered(sentence: Sentence, noun: number): boolean {
  if (noun === 0 || /^(saying|reading|stating)$/.test(sentence.at(noun + 1))) return true;
  let index = noun - 1;
  while (index >= 0 && leading.test(sentence.at(index))) {
    if (/^(add|leave|write|attach|put|append|post|include|record|make|with)$/.test(sentence.at(index)))
      return true;
    index--;
  }
  if (
    /^["“”']?\s*(as|for) (a|an|the)?\s*$/.test(
      sentence.text.slice(0, sentence.words[noun]?.start).split(/["“”]/).at(-1) ?? '-',
    ) &&
    /["“”]/.test(sentence.text)
  )
    return true;
  const after = sentence.text.slice(sentence.words[noun]?.end ?? 0).trimStart()[0] ?? '';
  return /[:"“]/.test(after) || index < 0 || /^(please|kindly)$/.test(sentence.at(index));
}

function takeWords(sentence: Sentence, noun: number, { start, end }: NoteText): void {
  for (const word of sentence.words)
    if (word.start >= start && word.end <= end) sentence.take('note', word.index);
  for (let index = noun; index >= 0 && (index === noun || leading.test(sentence.at(index))); index--)
    sentence.take('action', index);
}

/** "record on these that the police were informed": the verb stands for the note. */
const recordVerb = (sentence: Sentence) =>
  /^(record|write|mention|jot)$/.test(sentence.at(0)) &&
  /^(on|for|in|down)$/.test(sentence.at(1)) &&
  / that /.test(sentence.text)
    ? sentence.words[0]
    : undefined;

/** The text of a note that the sentence orders to be written; its words belong to no other slot. */
export function readNote(sentence: Sentence): string | undefined {
  const noun =
    sentence.words.find(({ lower, index }) => nouns.test(lower) && isOrdered(sentence, index)) ??
    recordVerb(sentence);
  if (!noun) return undefined;
  const { text } = sentence;
  const found =
    quotedAfter(text, noun.end) ??
    quotedBefore(text, noun.start) ??
    afterColon(text, noun.end) ??
    afterSaying(sentence, noun.index) ??
    plainRest(sentence, noun.index);
  if (!found) return undefined;
  takeWords(sentence, noun.index, found);
  return found.text.trim().slice(0, MAX_NOTE);
}

/** "close inc_1 with the note gate repaired": the words after it, when no selection follows. */
function plainRest(sentence: Sentence, noun: number): NoteText | undefined {
  const next = sentence.words[noun + 1];
  if (!next || /^(to|on|for|about|in|at|of|from)$/.test(next.lower)) return undefined;
  return restFrom(sentence.text, next.start);
}
