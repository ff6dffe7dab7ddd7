const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/).filter((word) => word !== ''));

/** Words after which a place is likely. */
export const placePrepositions =
  set(`in at near around outside inside by beside behind opposite opp between along across throughout within off
  towards toward of from to on above below under nr @ via past @ nearby surrounding`);
/** Of those, the ones that say "it happened here". */
export const herePrepositions = set(
  'in at near around outside inside beside behind opposite opp along across throughout within off nr @ nearby on between',
);

/** Words that make the name before them a street. */
export const streetWords =
  set(`street st road rd avenue ave lane ln drive dr boulevard blvd way court ct place pl terrace crescent close highway hwy
  freeway expressway motorway parkway circle square row alley marg salai gali cross main flyover bypass roundabout underpass nagar layout
  colony sector phase block extension estate junction jn interchange turnpike trail grove gardens mews walk rise hill quay bridge`);

/** Words that make the name before them a site: evidence of where, though the site may only be called so. */
export const siteWords =
  set(`park school hospital station market university college church temple mosque mall airport stadium hotel library
  bank court clinic cemetery depot port harbour harbor dam river lake creek canal beach valley forest reserve zoo museum theatre
  theater centre center plaza complex building tower towers apartments apartment heights gate chowk circle bazaar ghat terminal
  memorial monument statue hall house museum
  plant factory mill farm estate nursery reservoir playground metro pier wharf dock warehouse`);

export const streetPattern =
  /\b(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|highway|hwy|freeway|expressway|motorway|parkway|marg|salai|close|crescent|terrace|flyover|bypass)\b\.?/i;

/** A word before a name that makes it somebody's name. */
export const personTitles =
  set(`mr mrs ms miss dr prof professor sir madam shri smt sri mayor councillor councilor minister officer constable
  inspector sergeant captain chief president governor senator pastor father sister brother uncle aunt auntie mama baba chairman
  deputy commissioner engineer contractor farmer nurse doctor`);

/** A word after a name that makes it a body, not a spot. */
export const bodyWords =
  set(`police council corporation municipality government board authority times herald post university fc united city
  rovers telecom electricity water power railway railways metro bank news radio tv ministry department high`);

/** Words that go before a name and belong to it or leave it what it is. */
export const nameModifiers =
  set(`north south east west northern southern eastern western central downtown greater upper lower inner outer old new mid
  metro suburban rural uptown midtown the northeast northwest southeast southwest`);

/** Clauses that name where somebody or something else is. */
export const elsewhereBefore =
  /(?:\b(?:(?:i|we|he|she|they|who|family|am|'m|was|were)\s+(?:\w+\s+)?(?:moved|come|came|comes|relocated|shifted|travell?ed|drove|flew|migrated|hail|returned)(?:\s+\w+){0,3}?\s+(?:from|to)|(?:i|we)(?:'m| am|'re| are| was| were)?\s+(?:\w+\s+)?(?:originally|actually)?\s*(?:from|born in|raised in|native of)|originally from|native of|born in|grew up in|visiting from|tourists? from|visitors? from|used to live in|lived in|studied in|worked in|works? in|(?:my|his|her|our|their) (?:\w+ )?(?:brother|sister|cousin|son|daughter|uncle|aunt|friend|family|relatives?|office|parents?|head office|headquarters|hq|mother|father|wife|husband|boss|supplier|company) (?:is |are |lives? |works? |based )?(?:in|from|at)|unlike(?: in)?|compared (?:to|with)|similar to|(?:just )?like (?:in|they do in|what happened in)|as in|not in|not from|better than|worse than|same as in|headquartered in|imported from|bought from|made in|shipped from|(?:orders?|parcels?|packages?|letters?|emails?|calls?|deliver(?:y|ies)) from|supplied from|delivered from|ordered from|sent from|going to|goes to|go to|went to|heading to|headed to|head to|travell?ing to|driving to|drive to|drove to|bound for|leads to|leading to|leads? towards|(?:road|highway|bus|train|way|route|motorway|bound|flight|trip|drive|journey|truck|lorry|line|express|trains|buses|trucks|ferry|matatu|danfo) (?:\w+ )?(?:to|for|towards|toward|from)|on (?:my|our|the) way (?:to|from|back from)|towards?|en ?route to|transferred to|taken to|rushed to|referred to|evacuated to|airlifted to|sent to|sell (?:\w+ )?(?:in|to|at)|sold (?:\w+ )?(?:in|to|at)|market in|buyers? (?:in|from)|traders? (?:in|from)|(?:km|kms|kilomet(?:er|re)s?|miles?|mi|hours?|minutes?|min) (?:\w+ )?(?:from|to|north of|south of|east of|west of|outside|away from))\s+(?:the\s+)?)$/i;

/** Distances from a named place: the place is the best point there is. */
export const offsetBefore =
  /(?:\b(?:km|kms|kilomet(?:er|re)s?|miles?|mi)\s+(?:\w+\s+)?(?:from|north of|south of|east of|west of|outside|away from)\s+(?:the\s+)?)$/i;

/** Clauses that say where it happens. */
export const hereBefore =
  /(?:\b(?:here in|right here in|(?:writing|reporting|calling|complaining|regarding|complaint|concerned) (?:about|from|on|for)|regarding|located (?:in|at|near)|situated (?:in|at|near)|reporting from|live from|residents? (?:of|in|from)|people (?:of|in)|location(?: is)?|place|venue|site|address|area|city|town|village|village of|town of|city of|district of|happened (?:in|at|near)|outskirts of|centre of|center of|heart of|part of|parts of|side of|vicinity of|mouth of|suburb of|downtown)\s*[:\-–]?\s*(?:the\s+)?)$/i;
