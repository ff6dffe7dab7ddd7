import { stem } from '../stem.ts';

const words = (text: string): readonly string[] => text.trim().split(/\s+/);
const stems = (text: string): ReadonlySet<string> => new Set(words(text).map(stem));

/** Verbs of coming to be, of saying, of handling and of possessing: whatever they are said of is selected without them. */
export const incidentalVerbs: ReadonlySet<string> = stems(`
  crop pop turn pour roll trickle stream drift transpire materialise materialize bring brought
  develop evolve vary fluctuate shift behave fare progress unfold
  complain grumble moan whine gripe rant vent grouse criticise criticize bemoan voice raise flag air
  announce notify inform communicate convey testify state claim allege quote provide present produce prepare compile
  generate calculate compute estimate determine establish learn ascertain understand hear tabulate itemise itemize enumerate
  juggle tend oversee supervise shoulder bear cover fall fell
  gather collect accumulate obtain acquire attract draw drew
  own possess hold held keep kept carry
  perform cope fail
  narrow filter limit restrict repeat redo zoom focus reduce refine extend widen
  accord per base appear emerge busy swamped overloaded stretched occupied
`);

/** What an answer is put into, what it is an amount of, and where records are kept. */
export const presentationNouns: ReadonlySet<string> = stems(`
  table chart bar pie line histogram diagram matrix heatmap spreadsheet sheet slide roundup rundown recap digest snapshot
  synopsis outline glance view statistics stats metrics kpi analysis export printout tally headcount portion proportion fraction
  volume frequency incidence prevalence load workload caseload burden book file register registry ledger roster docket
  inventory archive tracker tracking column row quick hurry format ranking leaderboard score scoreboard standing situation word picture lowdown
`);

/** People who hear the answer, and occasions on which it is given. */
export const audience: ReadonlySet<string> = new Set(
  words(`
  meeting meetings briefing review audit presentation handover standup session newsletter bulletin minutes memo slides deck press
  media council board committee panel mayor minister councillor councillors councilor councilors commissioner collector director boss manager
  managers chief head supervisor office assembly hearing update paper shift conference call roundtable administration management leadership
  government ministry governor secretary secretariat auditor auditors inspector headquarters hq colleague colleagues chairman chairwoman chair
  chairperson superior superiors bosses file records report information documentation planning discussion rota inspection newspaper journalist
  `),
);

/** People by what they are to the place: who sends reports, not what these are about. */
export const reporters: ReadonlySet<string> = new Set(
  words(`
  member members grower growers planter planters householder householders household households local locals public folk folks neighbour
  neighbours neighbor neighbors commuter commuters driver drivers motorist motorists pedestrian pedestrians shopkeeper shopkeepers trader
  traders vendor vendors tenant tenants owner owners inhabitant inhabitants villager villagers townspeople community communities
  family families volunteer volunteers visitor visitors tourist tourists parents student students customer customers client clients
  taxpayer taxpayers homeowner homeowners cultivator cultivators peasant peasants herder herders rancher ranchers cooperative cooperatives
  survivor survivors victim victims officials staff workers
  `),
);

/** Verbs with which reports reach the service. */
export const reportingVerbs: ReadonlySet<string> = stems(`
  complain report grumble moan raise submit mention send sent file log lodge face experience suffer call phone write wrote
  notice encounter describe flag say said tell told see saw bother worry annoy
`);

/** Adverbial phrases that no condition is made of. */
export const asides: readonly string[] = [
  'on file',
  'on record',
  'on the record',
  'on our books',
  'on the books',
  'in our books',
  'in the books',
  'on our radar',
  'on the radar',
  'in our files',
  'on the register',
  'according to reports',
  'according to the reports',
  'according to the data',
  'according to our data',
  'according to our records',
  'by any chance',
  'quick question',
  'one question',
  'just curious',
  'out of interest',
  'out of curiosity',
  'for my information',
  'for your information',
  'for the record',
  'fyi',
  'all told',
  'in a nutshell',
  'at a glance',
  'as we speak',
  'out there',
  'on the ground',
  'under our belt',
  'if any',
  'if possible',
  'in short',
  'in brief',
  'in numbers',
  'in figures',
  'in detail',
  'one by one',
  'right away',
  'in one go',
  'off the top of your head',
  'to our knowledge',
  'as far as we know',
  'as it stands',
  'as things stand',
  'for good measure',
  'from time to time',
  'again and again',
  'over and over',
  'so to speak',
  'no matter what',
  'any idea',
  'at last count',
  'till date',
  'until date',
  'as on date',
  'till now',
  'to date',
  'to this day',
];
