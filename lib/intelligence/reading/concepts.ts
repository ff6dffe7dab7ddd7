import { lazily } from '../../lazily.ts';
import { wordRoot } from './words.ts';

/** Groups of words that stand for one idea; the first is its name. Phrases are matched as their words in order. */
const groups = `
injury: injured, injuries, hurt, wounded, wounds, bleeding, casualty, casualties, broken leg, broken arm, fracture, burns, bitten, unconscious, harmed
death: dead, died, death, deaths, killed, fatality, fatalities, body, bodies, drowned, deceased, passed away, lost their lives
people: people, person, persons, men, women, man, woman, residents, resident, villagers, workers, worker, passengers, passenger, patients, patient, victims, victim, evacuees, students, pupils, adults, elderly, children, child, kids, kid, boys, girls, members, individuals, survivors, commuters, farmers, staff, crew, cases, babies, baby, tourists, hikers
children: children, child, kids, kid, boys, girls, boy, girl, baby, babies, infant, infants, toddler, pupils, students, newborn, school children
family: family, families, household, households, homes
animals: animals, animal, cattle, cow, cows, goat, goats, sheep, lambs, pigs, pig, piglets, hens, chickens, chicken, birds, layers, broilers, buffalo, buffaloes, dogs, dog, horses, horse, calves, calf, heifers, ewes, ewe, donkeys, camels, livestock, head, ducks, turkeys, bulls, bull, puppies, cats, cat, monkeys, elephants
vehicle: vehicle, vehicles, car, cars, truck, trucks, lorry, lorries, bus, buses, van, vans, motorbike, motorbikes, motorcycle, motorcycles, scooter, scooters, bike, bikes, taxi, auto, rickshaw, suv, tractor, trailer, matatu, tanker, jeep, ambulance
truck: truck, lorry, lorries, tipper, trailer, tanker
motorbike: motorbike, motorcycle, bike, scooter, boda, okada, two wheeler
car: car, sedan, suv, taxi, cab, jeep
pest: armyworm, fall armyworm, locust, locusts, aphids, aphid, whitefly, whiteflies, bollworm, stem borer, borer, planthopper, hopper, thrips, mites, mite, weevil, weevils, fruit fly, caterpillar, caterpillars, cutworm, mealybug, mealybugs, leaf miner, grasshoppers, termites, nematodes, slugs, snails, rats, mice, beetles, beetle, sawfly, moth, tuta absoluta, black thrips, berry borer
crop disease: blight, late blight, early blight, rust, mildew, powdery mildew, downy mildew, wilt, rot, root rot, mosaic, canker, blast, leaf curl, smut, anthracnose, leaf spot, blotch, scab, fusarium, botrytis, sigatoka, greening, necrosis, mould
weed: striga, parthenium, waterhemp, kochia, blackgrass, ryegrass, nutgrass, pigweed, thistles, lantana, wild oats, couch grass, water hyacinth
building: building, buildings, house, houses, home, homes, shop, shops, school, hut, huts, apartment, apartments, block, structure, structures, shed, barn, shacks
tree: tree, trees, branch, branches, trunk, palm, palms
crop: maize, corn, wheat, rice, paddy, soybean, soybeans, cotton, sugarcane, potato, potatoes, tomato, tomatoes, onion, onions, beans, cassava, banana, bananas, coffee, tea, millet, sorghum, barley, oats, groundnut, groundnuts, peanuts, chilli, chillies, cabbage, cabbages, carrots, grapes, mango, mangoes, apples, apple, citrus, oranges, cocoa, yam, yams, lentils, chickpeas, sunflower, canola, rapeseed, mustard, sesame, tobacco, coconut, coconuts, avocado, avocados, pepper, peppers, spinach, kale, lettuce, cucumber, watermelon, pumpkin, garlic, ginger, turmeric, vanilla, rubber, plantain, cherries, strawberries, berries, olives, almonds, palay, sarson, vines, alfalfa, hay, peas, mung beans, pineapple, papaya, guava, litchi, sugar beet
livestock: cow, cattle, goat, sheep, pig, chicken, poultry, buffalo, horse, donkey, camel, duck, turkey, rabbit, bees
bag: bag, bags, sack, sacks
fire: fire, flames, burning, blaze, smoke, ablaze
flood: flood, flooded, flooding, water entered, under water, submerged, inundated, waterlogged
water: water, tap, taps, drinking water, supply
power: power, electricity, light, current, supply, grid, blackout, outage
blocked: blocked, blocking, obstructed, obstructing, closed, impassable, not passable, cut off, shut, choked, jammed, clogged
damage: damage, damaged, destroyed, broken, broke, collapsed, cracked, ruined, smashed, torn, burst, lost, wrecked, fallen, fell
danger: danger, dangerous, hazard, hazardous, risk, risky, unsafe, threat, threatening
trapped: trapped, stuck, stranded, pinned, buried, cannot get out, marooned
rescue: rescue, rescued, boat, helicopter, evacuate, evacuation
medical: medical, doctor, ambulance, medicine, hospital, nurse, insulin, oxygen, first aid, clinic
food: food, rice, meals, ration, rations, bread, milk, hungry
shelter: shelter, tent, tents, tarpaulin, tarpaulins, camp, blankets
help: help, assistance, support, need, needs, please send, request, requesting, require
smell: smell, stink, stinks, stench, odour, smelly, reeks
repeat: again, once more, second time, third time, repeatedly, every time, repeat, recurring, keeps
complained: complained, reported, complaint, told, informed, called, emailed, written, ticket
resolved: resolved, fixed, repaired, sorted, solved, restored, cleared, contained, completed, closed, back to normal, under control
ongoing: ongoing, still, continues, continuing, keeps, spreading, rising, not stopped
contaminated: contaminated, dirty, brown, yellow, muddy, polluted, foul, smelly, worms, cloudy
sick: sick, ill, illness, vomiting, fever, diarrhoea, cough, coughing, disease, infected, infection, symptoms
school: school, college, university, nursery, kindergarten
hospital: hospital, clinic, health centre, dispensary
police: police, officer, constable, cops
night: night, midnight, dark, evening
rain: rain, raining, rainfall, monsoon, downpour, shower, showers
wind: wind, winds, gale, gust, gusts, storm
spray: sprayed, spray, spraying, pesticide, treated, fungicide, insecticide, herbicide
spread: spreading, spread, spreads
photo: photo, photos, picture, pictures, image, images, video, attached
anger: angry, furious, unacceptable, fed up, disgusting, shame, ridiculous
severe: severe, serious, terrible, huge, massive, critical, extreme, major, worst, devastating, total, completely
minor: minor, small, slight, little, tiny, few
money: cost, price, rupees, shillings, dollars, paid, payment, bill, fine, loss, money
traffic: traffic, jam, congestion, gridlock
`;

export interface Concept {
  name: string;
  /** Root sequences, one to three words long. */
  terms: string[][];
}

const rootsOf = (phrase: string): string[] =>
  phrase
    .toLowerCase()
    .split(/[^\p{L}\p{N}']+/u)
    .filter((word) => word !== '')
    .map(wordRoot);

const concepts = lazily((): readonly Concept[] =>
  groups
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', terms = ''] = line.split(':');
      return { name, terms: terms.split(',').map((term) => rootsOf(term)) };
    }),
);

const byWord = lazily(() => {
  const found = new Map<string, Concept[]>();
  for (const concept of concepts()) {
    for (const term of [rootsOf(concept.name), ...concept.terms.filter(({ length }) => length === 1)]) {
      const word = term[0] ?? '';
      if (!found.get(word)?.includes(concept)) found.set(word, [...(found.get(word) ?? []), concept]);
    }
  }
  return found;
});

export const conceptCalled = (name: string): Concept[] =>
  concepts().filter((concept) => concept.name === name);

/** The concepts that a root names: by the concept's own name only, or also by any of its words. */
export const conceptsNamed = (root: string): Concept[] =>
  concepts().filter(({ name }) => wordRoot(name) === root);
export const conceptsOf = (root: string): readonly Concept[] => byWord().get(root) ?? [];

/** All roots that mean nearly the same as this one, itself first. */
export function relatedRoots(root: string): string[] {
  const named = conceptsNamed(root);
  const related = (
    named.length > 0 ? named : conceptsOf(root).filter(({ terms }) => terms.length < 25)
  ).flatMap(({ terms }) => terms.filter(({ length }) => length === 1).map(([word]) => word ?? ''));
  return [...new Set([root, ...related])];
}
