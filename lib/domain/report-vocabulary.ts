import * as z from 'zod';

export const ingestionStatuses = ['accepted', 'processing', 'completed', 'failed'] as const;
export const workflowStatuses = [
  'pending',
  'assigned',
  'in_progress',
  'resolved',
  'closed',
  'rejected',
] as const;
/** Statuses in which nobody has to act any more. */
export const closedStatuses = ['resolved', 'closed', 'rejected'] as const;

export const reportStatus = z.enum([...ingestionStatuses, ...workflowStatuses]);
export type ReportStatus = z.infer<typeof reportStatus>;
export const workflowStatus = z.enum(workflowStatuses);
export type WorkflowStatus = z.infer<typeof workflowStatus>;

export const openStatuses = reportStatus.exclude([...closedStatuses]).options;

export const urgencies = ['immediate', 'urgent', 'moderate', 'low'] as const;
export const urgency = z.enum(urgencies);
export type Urgency = z.infer<typeof urgency>;

export const sentiments = ['positive', 'negative', 'neutral', 'mixed'] as const;
export const sentiment = z.enum(sentiments);
export type Sentiment = z.infer<typeof sentiment>;

export const priorities = ['critical', 'high', 'medium', 'low'] as const;
export const priority = z.enum(priorities);
export type Priority = z.infer<typeof priority>;
