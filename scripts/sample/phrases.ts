/** What people write about a category, without place and time, and how often the category occurs. */
export interface Topic {
  readonly category: string;
  readonly weight: number;
  readonly phrases: readonly string[];
}

const topic = (category: string, weight: number, ...phrases: string[]): Topic => ({
  category,
  weight,
  phrases,
});

export const topics: Readonly<Record<string, readonly Topic[]>> = {
  civic_complaints: [
    topic(
      'pothole',
      10,
      'There is a deep pothole',
      'Several potholes have opened up',
      'A huge crater in the middle of the road',
      'The pothole that was filled last month is back',
    ),
    topic(
      'street_light',
      6,
      'The street light is not working',
      'Four lamp posts in a row are dark',
      'The street lights flicker all night',
      'No street lighting on the whole stretch',
    ),
    topic(
      'garbage',
      8,
      'Garbage has not been collected',
      'The bins are overflowing and dogs tear the bags open',
      'People dump household waste beside the park',
      'A heap of rotting garbage blocks the pavement',
    ),
    topic(
      'water_supply',
      7,
      'There has been no water supply',
      'The water from the tap is brown and smells',
      'A water pipe is leaking and clean water runs away',
      'Water comes for ten minutes a day only',
    ),
    topic(
      'sewage',
      5,
      'The drain is blocked and sewage comes up',
      'A manhole is open and overflowing',
      'Sewage water stands in front of the houses',
      'The gutter stinks and has not been cleaned',
    ),
    topic(
      'flooding',
      4,
      'The underpass is flooded',
      'Rain water stands knee deep on the road',
      'Every shower floods the ground floors',
      'The storm drain overflowed into the lane',
    ),
    topic(
      'traffic',
      4,
      'The traffic signal is out of order',
      'Cars ignore the one-way sign',
      'There is a jam every morning because of the barricade',
      'The zebra crossing has worn off',
    ),
    topic(
      'stray_animals',
      3,
      'A pack of stray dogs chases people',
      'Stray cattle sit on the road',
      'A stray dog has bitten a child',
      'Monkeys break into the flats',
    ),
    topic(
      'parks_trees',
      3,
      'A tree is about to fall on the wires',
      'The swing in the park is broken',
      'Branches block the footpath',
      'The park is locked all day',
    ),
    topic(
      'noise',
      2,
      'A generator runs all night',
      'Loud music until three in the morning',
      'Construction noise after midnight',
    ),
  ],
  disaster_response: [
    topic(
      'flood',
      9,
      'The river has come over its banks',
      'Water has entered the houses and is still rising',
      'The whole street is under water up to the waist',
      'Flood water has cut the village off',
    ),
    topic(
      'landslide',
      4,
      'A landslide has buried two houses',
      'The slope above the school is moving',
      'Mud and boulders came down on the road',
    ),
    topic(
      'fire',
      4,
      'A warehouse is on fire',
      'The forest above the settlement burns',
      'Smoke comes out of the second floor',
      'A gas cylinder exploded and the shops burn',
    ),
    topic(
      'building_collapse',
      3,
      'A four-storey building has collapsed',
      'The wall of the hospital came down',
      'Cracks run through all the pillars of the block',
    ),
    topic(
      'trapped_people',
      5,
      'Six people are trapped on a roof',
      'A family with a baby cannot leave the house',
      'Two workers are stuck under the rubble',
      'An old couple is waiting for a boat',
    ),
    topic(
      'medical',
      4,
      'A woman needs insulin',
      'Many children have fever and diarrhoea',
      'An injured man is bleeding and there is no ambulance',
      'The clinic has run out of dressings',
    ),
    topic(
      'shelter',
      4,
      'Forty families sleep in the open',
      'The relief camp is full and the roof leaks',
      'We need tents and blankets',
    ),
    topic(
      'food_water',
      5,
      'There is no drinking water left',
      'Nobody has brought food so far',
      'Baby food and clean water are needed',
      'The hand pump gives muddy water',
    ),
    topic(
      'road_blocked',
      4,
      'The bridge is gone',
      'Fallen trees block the only road',
      'The highway is cut by a landslip',
    ),
    topic(
      'power_outage',
      3,
      'The power has been out',
      'A transformer burst and live wires hang down',
      'No electricity at the water works',
    ),
  ],
  agriculture: [
    topic(
      'pest',
      8,
      'Fall armyworm is eating the maize',
      'Locusts have landed on the fields',
      'White flies are all over the cotton',
      'Stem borers have hollowed out the rice',
    ),
    topic(
      'disease',
      6,
      'The tomato leaves have brown rings and curl',
      'Rust has spread over the wheat',
      'The banana plants wilt one after the other',
      'Late blight has taken half of the potatoes',
    ),
    topic(
      'drought',
      6,
      'The crop is drying because it has not rained',
      'The wells have fallen dry',
      'The seedlings wither in the heat',
    ),
    topic(
      'irrigation',
      5,
      'The canal carries no water to the tail end',
      'The pump set has burnt out',
      'The drip lines are blocked',
      'The sluice gate is stuck shut',
    ),
    topic(
      'flood_damage',
      3,
      'The paddy stands under water',
      'The flood washed the top soil away',
      'Onions in the field are rotting after the rain',
    ),
    topic(
      'livestock',
      5,
      'Two cows have died with foam at the mouth',
      'Lumpy skin disease is going round the herd',
      'The goats do not eat and cough',
      'The poultry is dying in numbers',
    ),
    topic(
      'market',
      4,
      'The trader pays half of the support price',
      'The market yard has not opened',
      'Nobody buys the tomatoes, we throw them away',
    ),
    topic(
      'inputs',
      3,
      'The seeds did not germinate',
      'The shop has no urea',
      'The pesticide that was sold is fake',
    ),
    topic(
      'wildlife',
      3,
      'Elephants have trampled the sugarcane',
      'Wild boars dug up the groundnuts',
      'Monkeys have stripped the fruit trees',
    ),
    topic(
      'storage',
      2,
      'The grain in the godown has weevils',
      'The roof of the warehouse leaks on the sacks',
    ),
  ],
};

/** How pressing it is, in words: each sentence says the urgency that it is labelled with. */
export const urgencyPhrases = {
  immediate: [
    'Somebody will die, come at once.',
    'This is an emergency, please help right now!',
    'People are in danger at this very moment.',
  ],
  urgent: [
    'Please send somebody today.',
    'It is getting worse by the hour.',
    'Two people have already been hurt.',
    'This is urgent.',
  ],
  moderate: ['Please look into it this week.', 'It needs to be repaired soon.', 'Kindly take action.', ''],
  low: [
    'It can wait, but please note it.',
    'No hurry, whenever the crew is nearby.',
    'Just to let you know.',
  ],
} as const;

export const sentimentPhrases = {
  negative: [
    'We have complained three times and nobody came.',
    'This is shameful.',
    'We are fed up.',
    'I am very worried.',
  ],
  neutral: ['', '', 'Photos can be sent.', 'My neighbours saw it too.'],
  positive: ['Thanks to the team that came last time.', 'The helpline was very kind.'],
} as const;

export const reporters = [
  '',
  '',
  'I live next door.',
  'The shopkeepers asked me to write.',
  'My children walk past here.',
  'We are about 30 families.',
];
