/** The parts of the framework that the stack's plugin touches. */
export interface FunctionSettings {
  name: string;
  role?: string;
  destinations?: { onFailure?: unknown };
}
export interface Service {
  functions: Record<string, FunctionSettings>;
  custom: Record<string, unknown>;
  resources: { Resources: Record<string, Resource>; Outputs?: Record<string, unknown> };
}
export interface Resource {
  Type: string;
  DeletionPolicy?: string;
  Properties: Record<string, unknown>;
}
export interface AwsProvider {
  getAwsSdkV3Config(): Promise<object>;
  naming: {
    getStackName(): string;
    getNormalizedFunctionName(name: string): string;
    getLambdaLogicalId(name: string): string;
    getLogGroupLogicalId(name: string): string;
  };
}
export interface Serverless {
  service: Service;
  getProvider(name: 'aws'): AwsProvider;
}
export interface Writers {
  log: { notice(message: string): void };
}
