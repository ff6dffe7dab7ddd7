import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

/** Account and identity that a deployment would use. Throws saying how to get credentials when there are none. */
export async function whoAmI(region: string): Promise<{ account: string; arn: string }> {
  try {
    const { Account = '', Arn = '' } = await new STSClient({ region }).send(new GetCallerIdentityCommand({}));
    return { account: Account, arn: Arn };
  } catch (cause) {
    const hint =
      'Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or sign in with aws sso login.';
    throw new Error(`There are no valid AWS credentials: ${(cause as Error).message} ${hint}`, { cause });
  }
}

/** Outputs of the deployed stack by name. Throws when it does not exist. */
export async function stackOutputs(stage: string, region: string): Promise<Record<string, string>> {
  const { Stacks = [] } = await new CloudFormationClient({ region }).send(
    new DescribeStacksCommand({ StackName: `domainflow-${stage}` }),
  );
  const outputs = Stacks[0]?.Outputs ?? [];
  return Object.fromEntries(outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
}
