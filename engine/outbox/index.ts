export { requireInternal } from './independence.ts';
export { actionViews } from './plan/action-status.ts';
export { countStates, sendPlan } from './plan/send-plan.ts';
export { reviewStatus } from './review-status.ts';
export { sendReminders } from './send-reminders.ts';
export { sendReview } from './send-review.ts';
