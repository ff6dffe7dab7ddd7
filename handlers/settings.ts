import { settings } from '../lib/app.ts';
import { settings as settingsSchema, settingsPatch } from '../lib/domain/settings.ts';
import { route, serve } from '../lib/http.ts';

const roles = ['admin'] as const;

export const get = route(
  { method: 'GET', path: '/settings', summary: "Get the tenant's settings", output: settingsSchema, roles },
  ({ principal }) => settings().get(principal),
);

export const update = route(
  {
    method: 'PUT',
    path: '/settings',
    summary: "Change the tenant's model, daily budget and rates",
    body: settingsPatch,
    output: settingsSchema,
    roles,
  },
  ({ principal, body }) => settings().update(principal, body),
);

export const handler = serve(get, update);
