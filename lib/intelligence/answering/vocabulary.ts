import { stem } from './stem.ts';

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Words that carry grammar only. Never searched as text. */
export const functionWords: ReadonlySet<string> = new Set(
  words(`
  a an the this that these those some any all each every both either neither no none nothing another other others such same
  i me my mine we us our ours you your yours he him his she her hers it its they them their theirs one ones someone somebody anyone
  anybody everyone everybody who whom whose what which where when why how whatever whichever there here
  and or nor but so yet if then than as because while whether though although unless else too also either plus versus vs
  of in on at by for from to with without within into onto over under about above below between among across through throughout
  during since until till before after against near nearby around along behind beside besides beyond off out up down per via like
  toward towards upon regarding concerning including except excluding minus inside outside amongst
  is are was were be been being am isnt do does did done doing have has had having will would shall should can could may might must
  ought need not never ever just only even still already yet now currently presently again very really quite rather
  more most less least much many few fewer fewest lot lots several enough
  ok okay hello hi hey please kindly thanks thank well right oh um hmm so far today's etc ie eg
  yes no maybe perhaps actually basically exactly roughly approximately approx altogether overall total totals totally combined
  ever moment time times present hai kitne mean idea sure gonna gimme wanna lemme ppl pls plz u ur r n
  anywhere somewhere everywhere together alone full entire whole complete kind sort way
  new newly different distinct various certain particular specific given following related respective individual common usual usually normally generally
  mostly mainly largely typical typically often frequently frequent sometimes soon quickly recent recently bad good big large small great long worse better
  simply really truly currently today's possible possibly likely apparently definitely certainly always ever else instead
  mr mrs ms sir madam dear folks guys team's hand side part end start
  closer further farther text texts description descriptions wording
  people citizen citizens resident residents farmer farmers user users person persons caller callers reporter reporters sender senders villagers neighbours neighbors
  data database system app dashboard list lists log queue backlog
  asap itself valid correct completion possible mind able ahead back away needful visit inspect check attend
  i'm i've we've it's that's there's
  been got get gets getting given go goes going went come comes coming came make makes made take takes taken took put
  let lets us thing things stuff something anything everything
  `),
);

/** What records of any domain are called. */
export const reportNouns: ReadonlySet<string> = new Set(
  words(`
  report complaint issue problem incident case ticket record request entry item submission grievance matter concern call alert
  message event task job thing query feedback notification rpt rprt complain occurrence emergency disaster instance
  `).map(stem),
);

/** Verbs of asking and of records coming to be; their inflections are found by stem. */
export const plainVerbs: ReadonlySet<string> = new Set(
  words(`
  show list tell give find see know want look search fetch pull bring display view check count number quantity amount figure
  report file submit lodge raise receive record register log send write post happen occur arise appear exist remain
  mark class classify label flag tag rate describe sound seem feel look say concern relate involve regard affect
  deal handle care think like love help wonder explain summarise summarize summary overview detail describe
  plot chart graph draw map split break group sort order rank arrange organise organize breakdown distribution
  compare comparison contrast difference differ against stack
  get have keep stay sit lie stand lay belong left leave wait need require please remind update read open
  logged reported received filed sent been share percentage percent proportion ratio fraction
  work working look looking carry face experience suffer hit tackle use name identify mention contain include concern
  write wrote written arrive reach land surface emerge originate stem stat statistic situation picture state news development detail
  distribute spread concentrate cluster locate situate base area place location number figure data history past present
  manage achieve lie stick become lead cause breakup radius distance vicinity surrounding perimeter hold bring use try need can may know mean seem run stop end finish handle act respond react address treat process pick choose pull dig
  contact reporter author origin period range level amount rate size scale extent degree value average
  total sum answer question ask interested curious info information status idea
  `).map(stem),
);

export const isFunctionWord = (lower: string): boolean => functionWords.has(lower);

export const isReportNoun = (stemmed: string): boolean => reportNouns.has(stemmed);

export const isPlainVerb = (stemmed: string): boolean => plainVerbs.has(stemmed);

/** Words that say nothing about which reports are meant. */
export const isPlainWord = (lower: string, stemmed: string): boolean =>
  functionWords.has(lower) || reportNouns.has(stemmed) || plainVerbs.has(stemmed);
