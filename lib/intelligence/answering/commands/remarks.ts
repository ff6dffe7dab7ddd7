import { opensClause, saying } from './directive.ts';
import type { Names } from '../names.ts';
import { partsOf } from '../phrase-index.ts';
import type { Sentence } from '../sentence.ts';
import { slotWords } from '../slot-words.ts';
import { findEntities, type Entity } from '../slots/entities.ts';
import { isPlainWord } from '../vocabulary.ts';
import { hasBreakBefore } from '../words.ts';

const remark = /^(the|he|she|it|they|we|i|there|because|as|since|so|this|these|all|everything|that)$/;

const finite = /^(is|are|was|were|has|have|had|says|said|did|does|got|went|looks|seems)$/;

/** A clause after the order that only says why ("close this one, the farmer is satisfied"): it selects nothing. */
/** "since Roads Crew is busy", "because it is a duplicate", "as they know the area": a reason selects nothing. */
export function takeReasons(sentence: Sentence): void {
  const reason = sentence.words.find(
    ({ lower, index }) =>
      index > 2 &&
      sentence.isFree(index) &&
      /^(because|as|since|so|cause|coz|cos)$/.test(lower) &&
      !/^(far|soon|that|well|in|resolved|closed|pending|rejected|assigned|done|high|low|medium|critical)$/.test(
        sentence.at(index + 1),
      ) &&
      sentence.words
        .slice(index + 2, index + 6)
        .some((word) =>
          /^(is|are|has|have|know|knows|was|were|can|did|do|does|had|cannot)$/.test(word.lower),
        ),
  );
  if (reason) sentence.take('remark', reason.index, sentence.words.length);
}

/** "today itself", "immediately", "asap" at the end: how soon, not which reports. */
export function takeHaste(sentence: Sentence): void {
  const last =
    sentence.words.length -
    (/^(itself|please|only|pls|thanks)$/.test(sentence.at(sentence.words.length - 1)) ? 2 : 1);
  const isHaste = /^(today|now|immediately|urgently|asap|right|straightaway)$/.test(sentence.at(last));
  const before = sentence.slotOf(last - 1);
  if (isHaste && sentence.isFree(last) && (before === 'action' || before === 'due'))
    sentence.take('action', last, sentence.words.length);
}

/** "Dear team,", "Good morning," before the order, "Regards, Priya" after it, "urgent!" in front: manners and haste, no selection. */
export function takeManners(sentence: Sentence): void {
  const opening = sentence.words.findIndex(({ index }) => sentence.breaksAt(index));
  const greets = sentence.words
    .slice(0, opening)
    .every(({ lower }) =>
      /^(dear|good|hi|hello|hey|urgent|very|asap|important|attention|action|immediate|morning|afternoon|evening|day|team|all|everyone|sir|madam|folks|colleagues|there)$/.test(
        lower,
      ),
    );
  if (greets && opening > 0 && opening <= 4) sentence.take('manners', 0, opening);
  const closing = sentence.words.find(({ lower }) =>
    /^(regards|cheers|sincerely|thx|thanks|thankyou|best)$/.test(lower),
  );
  if (closing && closing.index > 3) sentence.take('manners', closing.index, sentence.words.length);
}

/** "Water Board confirmed that ...": who says so selects nothing. */
function takeWitness(sentence: Sentence, entities: readonly Entity[]): void {
  for (const { value, first, next } of entities)
    if ((value.kind === 'team' || value.kind === 'user') && saying.test(sentence.at(next)) && first <= 1)
      sentence.take('remark', first, sentence.at(next + 1) === 'that' ? next + 2 : next + 1);
}

/** What happened, told before the order ("was collected, resolve it"): words after its verb select nothing. */
export function takeStories(sentence: Sentence, names: Names): void {
  const found = findEntities(sentence, names);
  const entities = found.flatMap(partsOf);
  takeWitness(sentence, found);
  const order = sentence.words.find(
    ({ index }) => sentence.slotOf(index) === 'action' && opensClause(sentence, index),
  )?.index;
  const verb = sentence.words.find(
    ({ lower, index }) => /^(was|were|has|have|is|are)$/.test(lower) && order !== undefined && index < order,
  );
  if (order === undefined || !verb || /^(that|which|who)$/.test(sentence.at(verb.index - 1))) return;
  for (let index = verb.index + 1; index < order; index++)
    if (
      !entities.includes(index) &&
      !isPlainWord(sentence.at(index), sentence.stemAt(index)) &&
      !slotWords.has(sentence.at(index))
    )
      sentence.take('remark', index);
}

export function takeRemarks(sentence: Sentence, draftDoubts: string[]): void {
  const starts = [0, ...sentence.words.filter((word) => hasBreakBefore(word)).map(({ index }) => index)];
  const clauses = starts.map((first, at) => ({ first, next: starts[at + 1] ?? sentence.words.length }));
  const words = (clause: { first: number; next: number }) => sentence.words.slice(clause.first, clause.next);
  const orders = (clause: { first: number; next: number }) =>
    words(clause).some(({ index }) => sentence.slotOf(index) === 'action');
  const firstOrder = clauses.findIndex(orders);
  for (const [at, clause] of clauses.entries()) {
    const isRemark =
      remark.test(sentence.at(clause.first)) && words(clause).some(({ lower }) => finite.test(lower));
    if (firstOrder < 0 || at <= firstOrder || orders(clause) || !isRemark) continue;
    draftDoubts.push(`taken as a remark: "${sentence.original(clause.first, clause.next)}"`);
    sentence.take('remark', clause.first, clause.next);
  }
}
