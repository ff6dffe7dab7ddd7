import { toAppError } from '../../errors.ts';
import type { Log } from '../../ports/world.ts';
import type { LanguageService } from './comprehend.ts';

/** A language service that this process stands in for when it fails; the failure is logged. Cancellation is passed on. */
export const withLocalFallback = (
  service: LanguageService,
  local: LanguageService,
  log: Log,
): LanguageService => ({
  comprehend: async (text, parts, context, signal) => {
    try {
      return await service.comprehend(text, parts, context, signal);
    } catch (error) {
      const { code, message } = toAppError(error);
      if (code === 'CANCELLED') throw error;
      log.warn('language service failed, the embedded one answers', { code, message });
      return local.comprehend(text, parts, context, signal);
    }
  },
});
