/** Limits of the real service: Aurora User Guide, "Using RDS Data API", sections "Limitations" and "Troubleshooting". */
export interface DataApiLimits {
  readonly responseBytes: number;
  readonly rowBytes: number;
  readonly requestBytes: number;
  readonly callMilliseconds: number;
  readonly transactionIdleMilliseconds: number;
}

export const awsLimits: DataApiLimits = {
  responseBytes: 1024 * 1024,
  rowBytes: 64 * 1024,
  requestBytes: 4 * 1024 * 1024,
  callMilliseconds: 45_000,
  transactionIdleMilliseconds: 180_000,
};
