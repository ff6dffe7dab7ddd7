import { functionChecks } from './function-checks.ts';
import { permissionChecks } from './permission-checks.ts';
import { routeChecks } from './route-checks.ts';
import { stackChecks } from './stack-checks.ts';
import { storageChecks } from './storage-checks.ts';
import type { Template, TemplateCheck } from './template.ts';

export const templateChecks: readonly TemplateCheck[] = [
  ...routeChecks,
  ...functionChecks,
  ...permissionChecks,
  ...storageChecks,
  ...stackChecks,
];

/** Problems by the name of the check that found them; checks that hold are left out. */
export const checkTemplate = (template: Template, stage: string): Map<string, string[]> =>
  new Map(
    templateChecks
      .map(({ name, problems }): [string, string[]] => [name, problems(template, stage)])
      .filter(([, problems]) => problems.length > 0),
  );
