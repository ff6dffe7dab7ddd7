import { APICallError, LoadAPIKeyError, LoadSettingError, NoSuchModelError } from '@ai-sdk/provider';
import { NoObjectGeneratedError, NoOutputGeneratedError, RetryError } from 'ai';
import { AppError, type ErrorCode } from '../errors.ts';

/** How the providers word that a prompt is too long; none has a code of its own for it, but OpenAI's. */
const TOO_LONG =
  /context_length_exceeded|context (length|window|size)|prompt is too long|input is too long|too many (input )?tokens|maximum (context|number of tokens)/i;

const secondsOf = (header: string | undefined): number | undefined => {
  const seconds = Number(header);
  return header !== undefined && Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
};

const make = (
  code: ErrorCode,
  model: string,
  sentence: string,
  cause: unknown,
  retryable = false,
  retryAfter?: number,
): AppError =>
  new AppError(code, `The model ${model} ${sentence}.`, {
    data: { model },
    cause,
    retryable,
    ...(retryAfter !== undefined && { retryAfter }),
  });

const isThrottling = (status: number | undefined, detail: string): boolean =>
  status === 429 || (status === 400 && /ThrottlingException/.test(detail));

function fromCall(model: string, error: APICallError): AppError {
  const { statusCode: status, responseHeaders } = error;
  const detail = `${error.message} ${error.responseBody ?? ''}`;
  if (isThrottling(status, detail))
    return make(
      'MODEL_THROTTLED',
      model,
      'is throttled by its provider',
      error,
      true,
      secondsOf(responseHeaders?.['retry-after']),
    );
  if ((status === 400 || status === 413) && TOO_LONG.test(detail))
    return make('MODEL_CONTEXT_OVERFLOW', model, 'cannot take a text this long', error);
  if (status === 401 || status === 403)
    return make(
      'MODEL_NOT_CONFIGURED',
      model,
      'refused our credentials: check MODEL_API_KEY, or on AWS the permission bedrock:InvokeModel and model access',
      error,
    );
  if (status === 404)
    return make(
      'MODEL_NOT_CONFIGURED',
      model,
      'is unknown to its provider: check MODEL and MODEL_BASE_URL',
      error,
    );
  if (status === 400 || status === 422)
    return make('MODEL_UNAVAILABLE', model, 'does not accept our request', error);
  return make('MODEL_UNAVAILABLE', model, 'cannot be reached or has failed', error, true);
}

/** The schema check's own error inside the SDK's wrappers. */
function schemaErrorIn(error: unknown): AppError | undefined {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth++)
    if (cause instanceof AppError) return cause;
  return undefined;
}

function fromOutput(model: string, error: NoObjectGeneratedError): AppError {
  const schemaError = schemaErrorIn(error);
  if (schemaError) return schemaError;
  if (error.finishReason === 'content-filter')
    return make('MODEL_REFUSED', model, 'refused to answer', error);
  const reason =
    error.finishReason === 'length' ? 'cut its answer short' : 'answered in another form than asked for';
  return make('MODEL_OUTPUT_INVALID', model, reason, error, true);
}

const isNotConfigured = (error: unknown): boolean =>
  LoadAPIKeyError.isInstance(error) ||
  LoadSettingError.isInstance(error) ||
  NoSuchModelError.isInstance(error);

/** The cause behind the AI SDK's wrappers, an AppError of ours first. */
function rootOf(error: unknown): unknown {
  let current = error;
  for (let depth = 0; depth < 5; depth++) {
    if (current instanceof AppError) return current;
    if (RetryError.isInstance(current)) current = current.lastError;
    else if (
      APICallError.isInstance(current) &&
      current.statusCode === undefined &&
      current.cause instanceof AppError
    )
      current = current.cause;
    else break;
  }
  return current;
}

/**
 * What went wrong in a model call, as an AppError: MODEL_THROTTLED and MODEL_UNAVAILABLE may be retried,
 * MODEL_NOT_CONFIGURED names the setting. `model` is the configured name.
 */
export function toModelError(model: string, error: unknown): AppError {
  const root = rootOf(error);
  if (root instanceof AppError) return root;
  if (APICallError.isInstance(root)) return fromCall(model, root);
  if (NoObjectGeneratedError.isInstance(root)) return fromOutput(model, root);
  if (NoOutputGeneratedError.isInstance(root))
    return make('MODEL_OUTPUT_INVALID', model, 'gave no answer', root, true);
  if (isNotConfigured(root)) return make('MODEL_NOT_CONFIGURED', model, 'is not configured', root);
  return make('MODEL_UNAVAILABLE', model, 'failed', root, true);
}

/** Why a call was aborted: the caller's reason when it gave one, else cancellation, or our own time limit. */
export function toAbortError(
  model: string,
  caller: AbortSignal,
  timeoutMs: number,
  error: unknown,
): AppError {
  if (caller.aborted)
    return caller.reason instanceof AppError
      ? caller.reason
      : new AppError('CANCELLED', 'The run was cancelled.', { cause: error });
  return new AppError('TIMEOUT', `The model ${model} did not answer within ${timeoutMs / 1_000} s.`, {
    cause: error,
    retryable: true,
    data: { model },
  });
}
