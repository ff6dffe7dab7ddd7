/** What counts as failing, as a verb phrase of an instruction. */
const failing = [
  /\b(?:call|use|invoke|run|trigger|execute)\b[^.!?]{0,40}\braise_error\b/,
  /\b(?:raise|throw|signal|trigger|return|emit|produce|report|generate|give|cause|respond with|answer with|reply with|end with|stop with|exit with|finish with|output)\b[^.!?]{0,30}\b(?:an? |the |this |that |your )?(?:[a-z-]+ ){0,3}(?:error|errors|exception|failure)\b/,
  /\b(?:must|shall|should|will|always|immediately|simply|just|deliberately|intentionally|to|please|every time|is going to|are going to)\s+(?:always\s+|immediately\s+|simply\s+|just\s+|deliberately\s+|intentionally\s+)?(?:fail|refuse|abort|crash|error out|error)\b/,
  /^(?:please\s+)?(?:fail|refuse|abort|crash|error out|raise_error)\b/,
  /[,:]\s*(?:please\s+|then\s+|simply\s+|just\s+)?(?:fail|refuse|abort)\b/,
  /\b(?:you|it|this agent|the agent)\s+(?:always\s+|never fails? to\s+)?(?:fails?|refuses?|aborts?|crash(?:es)?)\b/,
  /\b(?:simulate|force|provoke)s?\b[^.!?]{0,30}\b(?:failure|error|crash|exception|outage)\b/,
];

const negated =
  /\b(?:never|not|n't|avoid|without|cannot|rather than|instead of)\b[^.!?,;]{0,25}\b(?:fail|refuse|abort|crash|rais|throw|error|raise_error|signal|trigger)/;

/** "whatever the input", "no matter what": a condition that always holds. */
const universal =
  /\b(?:whatever|no matter|regardless|irrespective|in (?:any|every|all) cases?|on (?:any|every|each|all) |for (?:any|every|each|all) |always|unconditionally|every time|each time|whenever you (?:are|get) (?:called|run|invoked)|when(?:ever)? (?:called|run|invoked|you run|you are (?:called|run|invoked)))/;

const conditional =
  /\b(?:if|when|whenever|unless|in case|should the|where the|only (?:if|when|on|in|for|after)|once|as soon as|until|except|otherwise|else|provided|such as|for example|e\.g)\b/;

const sentencesOf = (instructions: string): string[] =>
  instructions
    .split(/(?<=[.!?])\s+|\n+|;\s+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');

function demandsFailure(sentence: string): boolean {
  const lower = sentence
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/^[-*\d.)\s]+/, '');
  if (!failing.some((pattern) => pattern.test(lower))) return false;
  if (
    negated.test(lower) &&
    !/never fails? to|do not (?:answer|respond|process|return|produce any)/.test(lower)
  )
    return false;
  return universal.test(lower) || !conditional.test(lower);
}

const quoted = /["“”'‘`]([^"“”'‘’`]{3,300})["“”'’`]/;
const spoken = /\b(?:message|saying|says|text|with|reason|error)\b\s*:\s*([^"“”]{3,300}?)\s*[.!]?$/i;

/** The message that the instruction gives, else the instruction itself. */
function messageOf(sentence: string, instructions: string): string {
  const inSentence = quoted.exec(sentence)?.[1] ?? spoken.exec(sentence)?.[1];
  if (inSentence !== undefined && inSentence !== 'raise_error') return inSentence.trim();
  const elsewhere = sentencesOf(instructions)
    .filter((each) => /\b(message|error|reason)\b/i.test(each))
    .map((each) => quoted.exec(each)?.[1])
    .find((each) => each !== undefined && each !== 'raise_error');
  return elsewhere ?? `The agent was told to fail: ${sentence}`;
}

/**
 * The error message of an agent whose own instructions tell it to fail whatever comes; undefined for all others. Reads the
 * agent's instructions only, never a report or a question.
 */
export function refusalOf(instructions: string): string | undefined {
  const sentence = sentencesOf(instructions).find(demandsFailure);
  return sentence === undefined ? undefined : messageOf(sentence, instructions).slice(0, 1_000);
}
