import { describe, expect, it } from '@jest/globals';
import { fillSchema } from '../../../../lib/intelligence/reading/schema/fill-schema.ts';
import { contextOf } from './support.ts';

const context = contextOf({ home: { country: 'IN', timezone: 'Asia/Kolkata' } });
const fill = (schema: Record<string, unknown>, text: string) => fillSchema(schema, text, context);

describe('fillSchema', () => {
  it.each([
    [{ number_of_animals: { type: 'integer' } }, '12 goats are coughing', 12],
    [{ water_level_cm: { type: 'number' } }, 'Water is 1.5 metres deep', 150],
    [{ depth_in_cm: { type: 'integer' } }, 'a hole 10 inches deep', 25],
    [{ how_many_bags: { type: 'integer' } }, 'sold twenty bags of maize and 3 goats', 20],
    [{ price: { type: 'number' } }, 'sold at Rs 1,450 a bag', 1450],
    [{ injuries: { type: 'integer' } }, 'a truck overturned, nobody was injured', 0],
    [{ percent_loss: { type: 'number' } }, 'about 60% of 5 acres are gone', 60],
    [{ area_hectares: { type: 'number' } }, 'about 60% of 5 acres are gone', 2.023],
    [{ temperature_c: { type: 'number' } }, 'fever of 104 F', 40],
    [{ animal: { type: 'string' } }, '12 goats are coughing', 'goats'],
    [{ crop: { type: 'string' } }, 'armyworm in the maize', 'maize'],
    [{ contact_phone: { type: 'string' } }, 'call Ravi on +91 98450 12345', '+91 98450 12345'],
    [{ email: { type: 'string', format: 'email' } }, 'write to asha@example.com please', 'asha@example.com'],
    [{ reporter_name: { type: 'string' } }, 'My name is Asha Rao and I live here', 'Asha Rao'],
    [{ incident_date: { type: 'string', format: 'date' } }, 'it broke yesterday', '2026-11-19'],
    [{ pole_number: { type: 'string' } }, 'pole no. 4471 is leaning', '4471'],
    [{ road_blocked: { type: 'boolean' } }, 'the road is blocked by a tree', true],
    [{ injured: { type: 'boolean' } }, 'nobody was injured', false],
    [
      { severity: { type: 'string', enum: ['low', 'medium', 'high', 'critical'] } },
      'kids trapped in a fire, hurry, help us now',
      'critical',
    ],
    [{ vehicle: { type: 'string', enum: ['car', 'truck', 'bus'] } }, 'a lorry overturned', 'truck'],
    [{ status: { enum: ['off', 'flickering', 'dim'] } }, 'the lamp flickers all night', 'flickering'],
    [
      { hazards: { type: 'array', items: { enum: ['fire', 'gas', 'water'] } } },
      'gas is leaking near the fire',
      ['fire', 'gas'],
    ],
    [
      { animals: { type: 'object', properties: { count: { type: 'integer' } } } },
      '30 cows were lost',
      { count: 30 },
    ],
  ])('%j from "%s"', (schema, text, expected) => {
    expect(Object.values(fill(schema, text).output)).toEqual([expected]);
  });

  it.each([
    { number_of_animals: { type: 'integer' } },
    { contact_phone: { type: 'string' } },
    { email: { type: 'string', format: 'email' } },
    { road_blocked: { type: 'boolean' } },
    { crop: { type: 'string' } },
    { incident_date: { type: 'string', format: 'date' } },
    { lane: { type: 'string', enum: ['left', 'right'] } },
    { water_level_cm: { type: 'number' } },
    { animals: { type: 'object', properties: { count: { type: 'integer' } } } },
  ])('says null, not sure, to %j when the text does not tell', (schema) => {
    const { output, confidence } = fill(schema, 'Something is wrong here, please look into it');
    expect(Object.values(output)).toEqual([null]);
    expect(Object.values(confidence)[0]).toBeLessThanOrEqual(0.2);
  });

  it('gives no value that the schema forbids', () => {
    expect(fill({ bags: { type: 'integer', maximum: 10 } }, 'twenty bags').output).toEqual({ bags: null });
    expect(fill({ phone: { type: 'string', pattern: '^\\+1' } }, 'call +91 98450 12345').output).toEqual({
      phone: null,
    });
  });

  it('serves the keys of the built-in agents', () => {
    const text = 'Pothole near Hazratganj, Lucknow since yesterday evening, terrible';
    const schema = {
      location_text: { type: 'string' },
      geo_location: { type: 'object' },
      address: { type: 'string' },
      precision: { type: 'string' },
      confidence: { type: 'number' },
    };
    const { output, evidence, reasoning } = fill(schema, text);
    expect(output).toMatchObject({ geo_location: { type: 'Point' }, precision: 'city' });
    expect(output['location_text']).toContain('Lucknow');
    expect(output['confidence']).toBeGreaterThan(0.3);
    expect(evidence['address']?.[0]?.text).toContain('Lucknow');
    expect(reasoning).toContain('location_text');
    expect(
      fill({ timestamp: { type: 'string', format: 'date-time' }, urgency: { type: 'string' } }, text).output,
    ).toMatchObject({ timestamp: '2026-11-19T13:30:00.000Z' });
    expect(fill({ complaint_type: { type: 'string' }, sentiment: { type: 'string' } }, text).output).toEqual({
      complaint_type: 'pothole',
      sentiment: 'negative',
    });
  });
});
