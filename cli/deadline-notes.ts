import type { Result } from '#shared/contract/methods.ts';

type State = Pick<Result<'signoff.state'>, 'deadlines' | 'locked'>;

export function days(count: number): string {
  return Math.abs(count) === 1 ? `${count} day` : `${count} days`;
}

/** What has to be said of the deadlines, whatever was asked; work that is signed off has met the first, or too late for good. */
export function deadlineNotes({ deadlines, locked }: State): string[] {
  return deadlines.flatMap(({ what, due, days_left, state }) => {
    if (what === 'assembly' && locked !== null) return [];
    if (state === 'overdue') return [`! The file was to be closed by ${due}: overdue by ${days(-days_left)}`];
    if (state !== 'near') return [];
    const until = what === 'assembly' ? 'closed by' : 'kept until';
    return [`! The file is to be ${until} ${due}: ${days(days_left)} left`];
  });
}
