/** What the demonstration submits, asks and commands. Texts only: every answer comes from the running system. */
export interface DemoReport {
  domain: 'civic_complaints' | 'disaster_response' | 'agriculture';
  text: string;
}

export const reports: readonly DemoReport[] = [
  {
    domain: 'civic_complaints',
    text: 'Huge pothole on MG Road in Bengaluru since last Monday, two scooters have already skidded. Please fix it before someone is badly hurt.',
  },
  {
    domain: 'civic_complaints',
    text: 'The street lights near the bus stand in Mysuru have been off for 10 days, women are afraid to walk home.',
  },
  {
    domain: 'civic_complaints',
    text: 'Garbage has not been collected in Hubballi this week. It stinks and there are rats everywhere!',
  },
  {
    domain: 'civic_complaints',
    text: 'Another pothole, a smaller one, opened yesterday evening on the flyover in Mangaluru. No hurry, but please note it.',
  },
  {
    domain: 'disaster_response',
    text: 'Water is rising fast in Chennai, a family of five is trapped on a roof right now, send a boat immediately.',
  },
  {
    domain: 'agriculture',
    text: 'Armyworm is eating the maize near Eldoret, about 3 acres gone since Sunday. Which spray should we use?',
  },
];

export const questionDomain = 'civic_complaints';
export const questions: readonly string[] = [
  'How many potholes were reported, and where?',
  'Which category has the most reports?',
  'Which complaints are still open in Mysuru?',
];

export const command = 'Assign all open potholes to the Roads team, high priority, due Friday';

export const team = { team_id: 'roads', team_name: 'Roads team', aliases: ['Roads', 'Roads crew'] };
