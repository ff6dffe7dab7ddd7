import { join, relative } from 'node:path';
import { backendNames, startBackend } from './backends/start.ts';
import type { RunningBackend } from './backends/start.ts';
import { banner } from './banner.ts';
import { bundleHandlers, stopBundling } from './bundle.ts';
import { applySdkEnvironment, functionEnvironment, withLocalValues } from './environment.ts';
import { whenIdle } from './concurrency.ts';
import { correctGatewayEvents } from './gateway-event.ts';
import { checkFunctions, initialiseStores } from './initialise.ts';
import { queueInvocations } from './lambda-invocations.ts';
import { makeOutputs, removeOutputs, writeOutputs } from './outputs.ts';
import { checkPortsFree } from './ports.ts';
import { readSettings } from './settings.ts';
import type { LocalSettings } from './settings.ts';
import { lockState } from './state-lock.ts';

type Section = Record<string, unknown>;

interface FunctionDefinition {
  readonly name: string;
  readonly handler?: string;
  environment?: Record<string, unknown>;
  /** Of serverless-esbuild: leaves the function alone. */
  skipEsbuild?: boolean;
}

/** The part of osls that the plugin touches. */
interface Serverless {
  readonly serviceDir: string;
  readonly service: {
    readonly service: string;
    readonly provider: {
      readonly region: string;
      readonly stage: string;
      environment?: Record<string, unknown>;
    };
    readonly custom: Section;
    getAllFunctions(): string[];
    getFunction(key: string): FunctionDefinition;
  };
  readonly pluginManager: { spawn(command: string): Promise<void> };
}

const stopWithinMilliseconds = 1_900;
const waitForIdleMilliseconds = 10_000;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const section = (custom: Section, name: string): Section => {
  const value = (custom[name] ?? {}) as Section;
  custom[name] = value;
  return value;
};

const say = (line: string): void => console.log(line);

/** Other plugins read their settings when they are made, which is after this one. */
const configureOtherPlugins = ({ service, serviceDir }: Serverless, settings: LocalSettings): void => {
  const { ports, region, stateDir } = settings;
  Object.assign(section(service.custom, 'serverless-offline'), {
    httpPort: ports.http,
    websocketPort: ports.websocket,
    lambdaPort: ports.lambda,
  });
  const dynamodb = section(service.custom, 'serverless-dynamodb');
  Object.assign(section(dynamodb, 'start'), { port: ports.dynamodb, region });
  const build = relative(serviceDir, join(stateDir, 'build'));
  Object.assign(section(service.custom, 'esbuild'), {
    outputWorkFolder: build,
    watch: { pattern: [], ignore: [] },
  });
  section(service.custom, 'serverless-offline')['location'] = build;
  for (const key of service.getAllFunctions()) service.getFunction(key).skipEsbuild = true;
};

/**
 * Starts what stands in for AWS before serverless-offline starts, fills empty stores once it is up, and stops it all.
 * `sls offline` and `sls offline start` do the same.
 */
export class LocalStackPlugin {
  readonly hooks: Record<string, () => Promise<void>>;
  private readonly serverless: Serverless;
  private readonly settings: LocalSettings;
  private readonly started = performance.now();
  private backends: RunningBackend[] = [];
  private unlock: (() => void) | undefined;
  private stopping: Promise<void> | undefined;

  constructor(serverless: Serverless) {
    this.serverless = serverless;
    const { service, serviceDir } = serverless;
    this.settings = readSettings({
      custom: service.custom['local'],
      serviceDir,
      region: service.provider.region,
      environment: process.env,
    });
    configureOtherPlugins(serverless, this.settings);
    this.hooks = {
      'before:offline:start': () => serverless.pluginManager.spawn('offline:start'),
      'before:offline:start:init': () => this.orStop(() => this.start()),
      'after:offline:start:init': () => this.orStop(() => this.fill()),
      'before:offline:start:end': () => this.stop(),
    };
  }

  private async start(): Promise<void> {
    const { settings } = this;
    checkFunctions(settings, this.serverless.service.getAllFunctions());
    this.unlock = lockState(settings.stateDir);
    process.on('exit', this.unlock);
    for (const signal of signals) process.once(signal, () => void this.end());
    // Whoever launched this stack with a channel is gone.
    process.once('disconnect', () => void this.end());
    // A scheduled function that failed; on AWS nobody hears of that either, but the log.
    process.on('unhandledRejection', (reason) => console.error('A function failed:', reason));
    await checkPortsFree(settings.ports);
    removeOutputs(settings.stateDir);
    applySdkEnvironment(settings);
    this.localiseEnvironments();
    this.backends = backendNames.map((name) =>
      startBackend(name, settings, (error) => void this.crash(error)),
    );
    await Promise.all([
      this.backends[backendNames.indexOf('dynamodb')]?.ready,
      this.bundle(),
      correctGatewayEvents(),
      this.queueInvocations(),
    ]);
  }

  private localiseEnvironments(): void {
    const { service } = this.serverless;
    const local = functionEnvironment(this.settings);
    for (const holder of [
      service.provider,
      ...service.getAllFunctions().map((key) => service.getFunction(key)),
    ])
      holder.environment = withLocalValues(holder.environment, local);
  }

  private queueInvocations(): Promise<void> {
    const { service } = this.serverless;
    return queueInvocations(
      new Map(service.getAllFunctions().map((key) => [service.getFunction(key).name, key])),
    );
  }

  private bundle(): Promise<void> {
    const { serviceDir, service, pluginManager } = this.serverless;
    const definitions = service.getAllFunctions().map((key) => service.getFunction(key));
    return bundleHandlers({
      serviceDir,
      esbuild: section(service.custom, 'esbuild'),
      handlers: definitions.flatMap(({ handler }) => handler ?? []),
      directory: join(this.settings.stateDir, 'build'),
      ...(this.settings.watch
        ? {
            onRebuilt: () =>
              void whenIdle(waitForIdleMilliseconds).then(() =>
                pluginManager.spawn('offline:functionsUpdated'),
              ),
          }
        : {}),
    });
  }

  private async fill(): Promise<void> {
    const { settings, serverless } = this;
    const { service, serviceDir } = serverless;
    await Promise.all(this.backends.map(({ ready }) => ready));
    const place = {
      serviceDir,
      functionPrefix: `${service.service}-${service.provider.stage}-`,
    };
    await initialiseStores(settings, place, say);
    const outputs = makeOutputs(settings);
    writeOutputs(settings.stateDir, outputs);
    say(banner(outputs, (performance.now() - this.started) / 1000));
  }

  private stop(): Promise<void> {
    this.stopping ??= (async () => {
      setTimeout(() => process.exit(1), stopWithinMilliseconds).unref();
      if (this.unlock) removeOutputs(this.settings.stateDir);
      await Promise.all([...this.backends.map(({ close }) => close()), stopBundling()]);
      this.unlock?.();
    })();
    return this.stopping;
  }

  private end(): Promise<never> {
    return this.stop().finally(() => process.exit(0)) as Promise<never>;
  }

  /** A stack that is half up is of no use: says why in one line, takes down what runs and ends. */
  private async orStop(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      await this.crash(error);
    }
  }

  private async crash(error: unknown): Promise<void> {
    console.error(`\nThe local stack stops: ${error instanceof Error ? error.message : String(error)}\n`);
    await this.stop().catch(() => undefined);
    process.exit(1);
  }
}
