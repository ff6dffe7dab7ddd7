import type { LocalSettings } from '../settings.ts';

/** Ends an emulator, with everything it has taken on written to disk. */
export type Close = () => Promise<void>;

/** Starts one emulator on its port of `settings.ports`, its data below `settings.stateDir`. */
export type StartBackend = (settings: LocalSettings) => Promise<Close>;
