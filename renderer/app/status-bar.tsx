import { useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { useSaid } from '../components/copy.ts';
import { formatCount, formatDuration, formatOf, secondsLeft } from '../data/format.ts';
import { frame } from '../strings/frame.ts';
import { words } from '../strings/words.ts';
import { type Job, useJobs } from './jobs.ts';
import { show } from './overlay.ts';
import { formatAddress } from './places.ts';
import { ThemeChoice } from './theme-choice.tsx';

/** Running work with phase, done of total, rate, time left and cancel; otherwise what was done last. */
export function StatusBar({ journal }: { journal: number | null }) {
  const running = useJobs(useShallow((state) => state.jobs.filter((job) => job.state === 'running')));
  const said = useSaid((state) => state.text);
  return (
    <footer className="status-bar" aria-label={frame.status}>
      {running.map((job) => (
        <Running key={job.id} job={job} />
      ))}
      <div className="status-line">
        <span className="what" role="status" title={said}>
          {said !== '' ? said : running.length > 0 ? '' : frame.idle}
        </span>
        {journal !== null && (
          <a className="door journal nowrap" href={formatAddress('integrity', { view: 'journal' })}>
            {frame.journal(formatCount(journal), journal)}
          </a>
        )}
        {journal !== null && (
          <button type="button" className="button small" onClick={() => show('about')}>
            {frame.about}
          </button>
        )}
        <ThemeChoice />
      </div>
    </footer>
  );
}

function Running({ job }: { job: Job }) {
  const [cancelling, setCancelling] = useState(false);
  const progress = job.progress;
  const left = progress ? secondsLeft(progress) : null;
  return (
    <div className="status-line">
      <strong>{job.title}</strong>
      <progress
        aria-label={job.title}
        {...(progress?.total ? { value: progress.done, max: progress.total } : {})}
      />
      {progress && (
        <span className="what">
          {progress.phase} · {formatOf(progress.done, progress.total)} {progress.unit}
          {progress.rate !== null &&
            ` · ${frame.perSecond(formatCount(Math.round(progress.rate)), progress.unit)}`}
          {left !== null && ` · ${frame.left(formatDuration(left * 1000))}`}
        </span>
      )}
      <button
        type="button"
        className="button small push"
        disabled={cancelling}
        aria-label={frame.cancelJob(job.title)}
        onClick={() => {
          setCancelling(true);
          job.cancel();
        }}
      >
        {cancelling ? frame.cancelling : words.cancel}
      </button>
    </div>
  );
}
