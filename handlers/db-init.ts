import { databaseSetup } from '../lib/app-upkeep.ts';

/** Brings the database's schema up to date; invoked by an operator or a deployment. */
export const handler = () => databaseSetup().migrate();
