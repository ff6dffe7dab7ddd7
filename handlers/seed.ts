import { seeding } from '../lib/app-upkeep.ts';

/** Loads the built-in agents and domains; invoked by an operator or a deployment. */
export const handler = () => seeding().seed();
