import { lazily } from '../../lazily.ts';

/** What a wording says about how bad, how near and how finished an event is; one feature of the tone models each. */
export interface Signal {
  name: string;
  pattern: RegExp;
  /** A negation right before takes it back ("nobody hurt", "no fire"). */
  deniable: boolean;
}

const words = (source: string): RegExp =>
  new RegExp(
    String.raw`(?<![\p{L}\p{N}])(?:${source.replace(/\s+/g, ' ').trim().replaceAll(' | ', '|')})(?![\p{L}\p{N}])`,
    'giu',
  );
/** Patterns are long and a process may never read a report: they are compiled at first use. */
const signal = (name: string, source: string, deniable = true): Signal => {
  const pattern = lazily(() => words(source));
  return {
    name,
    deniable,
    get pattern() {
      return pattern();
    },
  };
};

export const signals: readonly Signal[] = [
  signal(
    'dying',
    String.raw`(?:not|stopped|barely|hardly|difficulty|trouble|can(?:'|no)?t|cannot) breath(?:e|ing) | unconscious | unresponsive | not (?:responding|moving|conscious) | heart attack | stroke | seizures? | drowning | electrocuted | bleeding(?: (?:heavily|badly|out|a lot))? | bleeding is there | lips? (?:are )?blue | becoming blue | cpr | choking | suffocating | (?:in )?labou?r pains? | in labou?r | pains? started | giving birth | overdose | dying | life and death | crushed`,
  ),
  signal(
    'trapped',
    String.raw`trapped | stuck (?:in|inside|on|under|at|with|since) | pinned | buried (?:alive|under|in) | under (?:the )?(?:rubble|concrete|debris|beam|tractor|car|bus|truck) | on (?:the|our|my|a|their) (?:roof|rooftop|terrace)(?!s) | on roofs? | in (?:the )?(?:attic|loft) | can(?:'|no)?t get out | no way out | still inside | inside the (?:building|house|tunnel|lift|car|bus|elevator|well|shaft) | holding on | clinging | held on (?:to )?a | swept (?:away|off|from|into|down) | surrounded by (?:water|fire|flames) | water all around | stranded | cut off | marooned | fell in(?:to)?(?: the| a)? (?:well|river|drain|manhole|pit|canal|gutter) | under it`,
  ),
  signal(
    'spreading',
    String.raw`(?:on|catch(?:ing)?|caught) fire | ablaze | in flames | flames | burning down | went up in | just went up | sparks? (?:are )?(?:falling|flying) | sparking | explo(?:ded|sion|ding) | gunshots? | shooting | shots fired | firing | with a (?:gun|knife|machete|axe|panga) | waving a | armed (?:men|robbers?|gang) | gun ?point | knife ?point | attacking | being attacked | breaking (?:in|into|down) | (?:on the|hit the) ground | headed (?:for|towards?|to) | coming (?:towards?|at|for) (?:us|the) | take cover | embers | jumped the | closing in | water (?:is )?(?:still )?(?:rising|coming in|entering|upto|up to|at|reaching|to) (?:my |our |the )?(?:chest|neck|waist|roof|window|shoulders?|fast) | still rising | rising (?:fast|quickly|rapidly) | surge came`,
  ),
  signal(
    'toxic',
    String.raw`gas (?:leak(?:ing|age)?|smell) | smell(?:s|ing)?(?: strongly)? (?:of|like) gas | gas is leaking | ammonia | chlorine | (?:chemical|toxic|acid) (?:leak|spill|gas|fumes|cloud)s? | carbon monoxide | dizzy | collapsing | fainting | fainted | people (?:are )?(?:coughing|falling|vomiting) | coughing and`,
  ),
  signal(
    'plea',
    String.raw`help(?: us| me|!+| please)? | save (?:us|me|him|her|them) | sos | mayday | rescue(?: us| me| him| her)?(?: please)? | send (?:a |an |the |us |some )?(?:boats?|helicopters?|ambulances?|police|help|someone|somebody|fire (?:brigade|engine|truck)|rescue|coast guard) | hurry | quick(?:ly)?! | come (?:fast|quick|quickly|now|immediately) | ambulance | (?:boat|helicopter|oxygen|doctor) (?:needed|please|venam|chahiye|now) | sharp sharp | haraka | jaldi | bachao | tulong | saklolo | ayuda | yardim | imdat | tolong | emergency | now!+ | right now | immediately`,
    false,
  ),
  signal(
    'battery',
    String.raw`(?:phone|battery)(?: is| at| battery)?(?: on| at)? \d{1,2} ?(?:%|percent) | battery (?:is )?(?:dying|low|almost dead)`,
    false,
  ),
  signal(
    'dead',
    String.raw`died | dead | deaths? | killed | bod(?:y|ies) | fatal(?:ities)? | drowned | passed away | lost (?:his|her|their) li(?:fe|ves) | buried \w+ (?:from|people|of) | don die`,
  ),
  signal(
    'hurt',
    String.raw`injur(?:ed|y|ies) | hurt | wounded | broken? (?:his|her|my|a|an|both|the)? ?(?:leg|arm|hip|wrist|ankle|bone|skull|collarbone)s? | broke (?:his|her|my)? ?(?:leg|arm|hip|wrist) | fracture[ds]? | hospitali[sz]ed | (?:taken|rushed|admitted) (?:to|in) (?:the )?hospital | in hospital | bitten | bites? | bit (?:a|two|three|my|him|her|several|\d+) | attacked | fell (?:in|off|into|down|from) | knocked (?:down|off) | burn(?:s|ed)? (?:victims?|injur) | stitches | casualt(?:y|ies) | accident | crash(?:ed)? | electric shock`,
  ),
  signal(
    'sick',
    String.raw`vomit(?:ing|ed)? | diarrh?o?ea | cholera | dengue | typhoid | fever | sick | ill | illness | poison(?:ing|ed) | outbreak | asthma | infection | purging | loose motions? | coughing | rashes | malaria | measles | jaundice | dehydrated | insulin | dialysis | oxygen | medicines? | inhaler`,
  ),
  signal(
    'vulnerable',
    String.raw`newborns? | infants? | bab(?:y|ies) | toddlers? | (?:small |young |little |school ?)?(?:children|kids) | child | pregnant | elderly | old (?:people|lady|man|woman|couple|parents|mother|father) | seniors? | grand(?:mother|father|ma|pa) | wheelchair | disabled | blind | patients? | nursing home | care home | hospital | incubators? | under-fives? | widow | bedridden | (?:above|over|aged?) (?:7|8|9)\d`,
  ),
  signal('school', String.raw`school | nursery | kindergarten | playground | college | students? | pupils`),
  signal(
    'many',
    String.raw`whole (?:village|town|city|street|estate|colony|area|community|block|neighbou?rhood|lane|barangay|of) | entire (?:village|town|city|street|estate|colony|area|community|block|district|neighbou?rhood) | buong | everyone | everybody | all (?:the )?(?:residents|houses|families|homes|farmers) | (?:hundreds|thousands|dozens) (?:of)? | \d{2,6} (?:\w+ )?(?:families|people|persons|households|houses|homes|residents|villagers|children|students|patients|evacuees|workers) | (?:thirty|forty|fifty|sixty|hundred) (?:\w+ )?(?:families|family|people|persons|households|houses|homes)`,
  ),
  signal(
    'no basics',
    String.raw`no (?:drinking |running )?water | without (?:any )?(?:water|food|power|electricity|light|tents?|shelter|blankets?) | no (?:food|electricity|power|light|medicine|shelter|tents?|roof|milk|signal|network) | taps? (?:are |is )?dry | dry taps? | nothing to (?:eat|drink) | not eaten | hungry | starving | thirsty | homeless | sleeping (?:in|on|under) (?:the )?(?:open|rain|street|cold|cars?|plastic|trees?) | (?:stock|supplies|fuel|rice|food|water|milk) (?:\w+ )?(?:finish(?:es|ed|ing)?|run(?:s|ning)? out|ran out|exhausted|last(?:s)? until) | lost everything | nobody (?:has )?(?:came|come) | no one (?:has )?(?:came|come) | brownout | blackout`,
    false,
  ),
  signal(
    'hazard',
    String.raw`live wires? | exposed wires? | hanging wires? | wires? (?:is |are )?(?:hanging|lying|exposed|down) | (?:open|missing|uncovered) manholes? | manhole cover (?:is )?(?:missing|gone|stolen) | (?:raw|human) sewage | about to (?:fall|collapse|give way) | may (?:fall|collapse) | might (?:fall|collapse|go) | will (?:fall|collapse) | leaning | cracks? | sinkhole | caved in | rabid | syringes? | needles? | landslide | collapsed? | gave way | moving slowly | contaminated | dangerous(?:ly)? | hazard(?:ous)? | unsafe | risk(?:ing|y)? | somebody will | someone will | going to (?:kill|die|fall) | before (?:someone|somebody|anyone|it)`,
  ),
  signal(
    'livelihood',
    String.raw`(?:will|could|may|going to|we'll|they'll|i'll) (?:lose|finish|rot|die|germinate|be lost|be gone|go rotten|be ruined|spoil) | (?:lost|losing|destroyed|ruined|wiped out|finished|eaten|burn(?:ed|t)|gone|damaged|killed) (?:the |my |our |all |half |almost |about |everything|whole |entire )(?:\w+ )?(?:crops?|harvest|field|maize|rice|wheat|herd|flock|season|vineyard|everything|half|all|buds?|it)? | everything (?:will |go |is |has )(?:be |been )?(?:lost|rot|rotten|gone|destroyed|die|ruined) | (?:goats|cows|cattle|chickens|birds|sheep|pigs|calves|layers|hens|heifers|animals|fish) (?:are |is |have |has |were |don )?(?:been )?(?:dying|dead|died|die|down|falling) | dying | in (?:one|two|three|a few|\d) days? | tomorrow | spreading(?: fast| quickly| rapidly)? | (?:4\d|3[6-9]) ?degrees? | temperature (?:4\d|3[6-9]) | heating | avian flu | bird flu | hpai | anthrax | foot and mouth | swine fever | quarantine | culled?|depopulation | (?:[4-9]\d|100) ?(?:%|percent) | replant`,
  ),
  signal(
    'distress',
    String.raw`scared | afraid | terrified | frightened | fear | worried(?: sick)? | desperate | begging | beg you | helpless | crying | in tears | suffering | tension | losing hope | panic | trauma | could weep | please help | kindly help | hopeless`,
  ),
  signal(
    'missing',
    String.raw`missing | disappeared | can(?:'|no)?t find | cannot find | last seen | separated (?:from|in) | (?:has|have|did|is)(?:n't| not) (?:come|returned|been seen|came) (?:back|home)? ?(?:yet)? | not (?:returned|found) | look(?:ing)? for my | search(?:ing)? for | whereabouts | unaccounted | swept`,
  ),
  signal(
    'resolved',
    String.raw`(?:is|was|were|are|been|got|all|now|already|fully|finally|has been|have been|have|has) (?:now |already |all |been |fully |quickly )*(?:fixed|repaired|resolved|sorted|solved|restored|cleared|contained|collected|cleaned|removed|towed|rescued|reopened|reunited|discharged|controlled|replaced|filled|vacated|lifted|put out|extinguished|mended|closed|fine|safe|ok|okay|dry|home) | back to normal | (?:came|come|is|are|water|power|light|lights|supply) back | under control | all clear | out on arrival | found (?:safe|alive|him|her|them) | (?:line|wall|fence|dam|drain|it) (?:held|is holding|worked|works|works? now) | false alarm | receded | gone down | gone now | no longer | case closed | issue closed | stopped since | we got out | take us off | delivered safely | everybody (?:is )?home | mopping up | drained | dried up`,
    false,
  ),
  signal(
    'unharmed',
    String.raw`no ?(?:one|body) (?:is |was |got |were |has been )?(?:hurt|injured|killed|harmed) | no (?:injuries|injury|casualt(?:y|ies)|damage|loss of life|deaths?|structures? (?:lost|threatened)|victims?|losses|one hurt|houses? affected) | (?:we(?:'re| are)|everyone(?:'s| is)?|all) (?:all )?(?:fine|safe|ok|okay|well|good|dry) | without (?:injury|injuries|damage) | nothing (?:major|serious|broken) | unharmed | unhurt`,
    false,
  ),
  signal(
    'small',
    String.raw`no hurry | not urgent | no rush | when(?:ever)? (?:you|someone|somebody|the crew|convenient) | some ?time(?: this| next)? (?:week|month|year)? ?(?=[.!?]|$) | at some (?:point|stage) | low priority | minor | tiny | slight(?:ly)? | small (?:pothole|leak|crack|hole|slip|drip|puddle|thing|issue|problem|patch|branch|tear) | a (?:bit|little) | cosmetic | not a big deal | could be worse | below threshold | a few (?:torn|thistles|leaves|spots|branches|plants|fence|leaf) | faded | still works | no action (?:is )?(?:needed|required) | no (?:help|assistance) (?:is )?(?:needed|required) | just (?:logging|noting|keeping|saying|letting|to let|wanted) | for (?:your |the )?(?:info(?:rmation)?|records?|log) | fyi | out of date | expired | only`,
    false,
  ),
  signal(
    'asking',
    String.raw`how (?:do|can|to|much|long does) | where (?:can|do|is|are|should) | which (?:documents?|form|crop|office|spray|insurance) | what (?:is|are|to do|should) | when (?:is|are|will|does|do) (?:the|you|we|i|it|my) | can (?:i|we|someone tell) | anyone (?:else|know) | please (?:advise|tell|share|inform|send the form|send me) | suggest(?:ion|ing)? | would be (?:great|nice|lovely|good|helpful) | could (?:we|you|there) (?:have|get|add|please|be|install|trim) | request(?:ing)? (?:for )?(?:training|information|visit) | volunteer | donate | sign up | register | apply(?:ing)? | wondering`,
    false,
  ),
  signal(
    'praise',
    String.raw`thank(?:s| you|ful| god)? | kudos | well done | hats off | (?:great|good|excellent|brilliant|fantastic|amazing|superb|wonderful|nice|super|terrific|splendid) (?:job|work|service|response|effort|crew|team|people|guys|stuff|field day|idea)? | full marks | bravo | cheers | much appreciated | appreciate | grateful | bless(?: you| una| them)? | congrat(?:s|ulations) | heroes | heroic | proud | salute | medal | lovely | love | asante | shukriya | salamat | dhanyavaad | gracias | merci | do well | did well | impress(?:ed|ive) | best | happy | delighted | perfect | so kind | angels? | smiling | beautiful`,
  ),
  signal(
    'blame',
    String.raw`unacceptable | disgrace(?:ful)? | shame(?:ful)? | pathetic | ridiculous | useless | disgust(?:ing|ed) | fed up | sick of | sick and tired | tired of | had enough | wake up | nonsense | joke | negligen(?:ce|t) | corrupt(?:ion)? | bribe | robbery | cheat(?:ed|ing|s)? | lazy | rude | nobody (?:cares|listens|answers) | no ?one (?:cares|listens|answers|bothers|comes) | where (?:is|are) the (?:state|government|council|police|mayor) | do(?:es)? nothing | did nothing | nothing (?:is |has been |was )?done | ignored? | how many (?:times|more|must|people) | what are (?:you|we) | why (?:are|is|do|should|must|can't|not) | again | yet again | third time | second time | still (?:no|not|waiting|nothing) | shocking | appalling | terrible | horrible | awful | worst | frustrat(?:ed|ing) | annoy(?:ed|ing) | angry | furious | idiots? | hate | damn | bloody | hell | wtf | smh | gutted | fuming`,
    false,
  ),
  signal(
    'grief',
    String.raw`sad(?:ly)? | heartbr(?:eaking|oken) | painful | sorry | tears | weep | lost everything | ruined | devastated | gutted | poor (?:thing|animal|child|dog|man|lady) | miserable | discourag(?:ed|ing) | pity | unfortunately | regret(?:table)?`,
  ),
  signal(
    'turn',
    String.raw`but | although | though | however | yet | shame about | pity | except | sadly | unfortunately | even though | still already | only that | nevertheless | on the other hand | mind you`,
    false,
  ),
  signal(
    'official',
    String.raw`reported | observed | confirmed | approximately | approx | requesting | operational | advised | issued | as of | expected | inspected | noted | update | incident | status | crews? | units? | personnel | zone | level | per | via | count | roughly | about \d | scheduled | incidence | threshold | suspect(?:ed)? | attached`,
    false,
  ),
];

const denials =
  /(?:\b(?:no|not|never|nobody|no one|none|without|isn't|wasn't|aren't|weren't|don't|didn't|doesn't|hasn't|haven't|nor|zero)\s+(?:\p{L}+\s+){0,2})$/iu;

/** Names of the signals in a text that are not taken back by a negation. */
export function signalsIn(text: string): string[] {
  return signals
    .filter(({ pattern, deniable }) =>
      [...text.matchAll(pattern)].some(
        ({ index }) => !deniable || !denials.test(text.slice(Math.max(0, index - 30), index)),
      ),
    )
    .map(({ name }) => name);
}
