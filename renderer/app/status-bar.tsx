import { useEffect, useState } from 'react';
import { useSaid } from '../components/copy.ts';
import { formatCount, formatDuration, formatOf, secondsLeft } from '../data/format.ts';
import { frame } from '../strings/frame.ts';
import { words } from '../strings/words.ts';
import { type Job, useJobs } from './jobs.ts';

/** Running work with phase, done of total, rate, time left and cancel; otherwise what was done last. */
export function StatusBar({ journal }: { journal: number | null }) {
  const jobs = useJobs((state) => state.jobs);
  const said = useSaid();
  const [quiet, setQuiet] = useState(0);
  const running = jobs.filter((job) => job.state === 'running');
  const ended = jobs.findLast((job) => job.state !== 'running');
  // Whatever happened last is what is said: a finished job, or a word about something small.
  const saidLast = said.count > quiet;
  useEffect(() => {
    if (ended) setQuiet(useSaid.getState().count);
  }, [ended]);
  return (
    <footer className="status-bar" aria-label={frame.status}>
      {running.map((job) => (
        <Running key={job.id} job={job} />
      ))}
      <div className="status-line">
        <span className="what" role="status">
          {saidLast && said.text !== '' ? said.text : ended ? `${ended.title}: ${ended.outcome}` : frame.idle}
        </span>
        {journal !== null && <span className="push muted">{frame.journal(journal)}</span>}
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
