/** A real place with its approximate centre (OpenStreetMap, read to three digits) and how far around it reports lie, in km. */
export interface SamplePlace {
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
  readonly spread_km: number;
  /** Relative share of the reports. */
  readonly weight: number;
}

const row = (name: string, lon: number, lat: number, weight = 1, spread_km = 0.8): SamplePlace => ({
  name,
  lon,
  lat,
  spread_km,
  weight,
});

export const samplePlaces: Readonly<Record<string, readonly SamplePlace[]>> = {
  civic_complaints: [
    row('MG Road, Bengaluru', 77.606, 12.975, 6),
    row('Koramangala, Bengaluru', 77.627, 12.935, 6),
    row('Indiranagar, Bengaluru', 77.641, 12.978, 5),
    row('Whitefield, Bengaluru', 77.75, 12.97, 5),
    row('Jayanagar, Bengaluru', 77.584, 12.925, 4),
    row('Malleshwaram, Bengaluru', 77.57, 13.003, 3),
    row('HSR Layout, Bengaluru', 77.638, 12.912, 4),
    row('Yelahanka, Bengaluru', 77.596, 13.101, 2),
    row('Hebbal, Bengaluru', 77.592, 13.036, 3),
    row('Bandra West, Mumbai', 72.829, 19.06, 3),
    row('Andheri East, Mumbai', 72.87, 19.115, 3),
    row('T. Nagar, Chennai', 80.234, 13.042, 3),
    row('Salt Lake, Kolkata', 88.418, 22.586, 2),
    row('Connaught Place, New Delhi', 77.219, 28.632, 3),
    row('Dwarka, New Delhi', 77.046, 28.592, 2),
    row('Westlands, Nairobi', 36.811, -1.264, 2),
    row('Yaba, Lagos', 3.38, 6.51, 2),
    row('Makati, Manila', 121.024, 14.554, 2),
  ],
  disaster_response: [
    row('Wayanad', 76.132, 11.685, 4, 15),
    row('Guwahati', 91.736, 26.144, 4, 6),
    row('Puri', 85.831, 19.813, 3, 5),
    row('Velachery, Chennai', 80.221, 12.981, 4, 2),
    row('Kathmandu', 85.324, 27.717, 3, 6),
    row('Pokhara', 83.985, 28.209, 2, 6),
    row('Tacloban', 125.006, 11.244, 3, 5),
    row('Antakya', 36.162, 36.202, 3, 4),
    row('Wajima', 136.899, 37.391, 2, 5),
    row('Beira', 34.838, -19.844, 3, 6),
    row('Valencia', -0.376, 39.47, 2, 6),
    row('Suva', 178.441, -18.124, 1, 6),
    row('Port-au-Prince', -72.335, 18.594, 2, 5),
  ],
  agriculture: [
    row('Nashik', 73.79, 19.998, 4, 25),
    row('Guntur', 80.436, 16.307, 4, 25),
    row('Mandya', 76.897, 12.522, 3, 20),
    row('Ludhiana', 75.857, 30.901, 4, 25),
    row('Anand', 72.951, 22.564, 2, 15),
    row('Cuttack', 85.883, 20.463, 2, 20),
    row('Nakuru', 36.066, -0.303, 3, 20),
    row('Kisumu', 34.768, -0.092, 2, 15),
    row('Ibadan', 3.896, 7.378, 2, 20),
    row('Kumasi', -1.624, 6.688, 2, 20),
    row('Arusha', 36.683, -3.387, 2, 20),
    row('Iloilo', 122.563, 10.72, 2, 20),
  ],
};
