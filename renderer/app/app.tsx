import { CSPProvider } from '@base-ui/react/csp-provider';
import { useCallback, useEffect, useState } from 'react';
import { connect } from '../client/connection.ts';
import { say } from '../components/copy.ts';
import { ErrorNote } from '../components/notes.tsx';
import { frame } from '../strings/frame.ts';
import { Start } from '../views/start/start.tsx';
import { ConnectionProvider, askAhead, forgetAnswers, useAsk, useConnection } from './connection.tsx';
import { Frame } from './frame.tsx';
import { HandedOver } from './handed.tsx';
import { touch } from './jobs.ts';
import { openKept } from './kept.ts';
import type { Answer, HostConnection } from './types.ts';
import { parseAddress } from './places.ts';
import { openTheme } from './theme.ts';
import { prepare } from './views.ts';

/** Connects once; a second connection would need a second token. */
let connecting: Promise<Answer<HostConnection>> | null = null;

export function App() {
  const [answer, setAnswer] = useState<Answer<HostConnection> | null>(null);
  useEffect(() => {
    if (!connecting) {
      // What will most likely be shown is fetched while the engine is asked what is open.
      const code = prepare(parseAddress(window.location.hash).place);
      connecting = connect().then((answer) => opened(answer, code));
    }
    void connecting.then(setAnswer);
  }, []);
  if (!answer) return null;
  if (!answer.ok) {
    return (
      <main className="start">
        <h1>{frame.lost}</h1>
        <ErrorNote error={{ ...answer.error, hint: frame.lostHint }} />
      </main>
    );
  }
  return (
    <CSPProvider disableStyleElements>
      <ConnectionProvider value={answer.value}>
        <Window />
      </ConnectionProvider>
    </CSPProvider>
  );
}

/** How the window was left is known before anything of it is shown, and the code of what is shown first is there. */
async function opened(answer: Answer<HostConnection>, code: Promise<void>): Promise<Answer<HostConnection>> {
  if (!answer.ok) return answer;
  askAhead(answer.value, 'engagement.current', NONE);
  await Promise.all([openKept(answer.value.host), code]);
  openTheme();
  return answer;
}

function Window() {
  const connection = useConnection();
  const { value: engagement, error, pending } = useAsk('engagement.current', NONE);
  const close = useCallback(async () => {
    const answer = await connection.call('engagement.close', {});
    if (!answer.ok) {
      // An engine that ended under it has closed it all the same.
      const current = await connection.call('engagement.current', {});
      if (current.ok && current.value !== null) {
        say(answer.error.message);
        return;
      }
    }
    window.location.hash = '';
    forgetAnswers();
    touch();
  }, [connection]);
  useEffect(() => {
    document.title = engagement ? `${engagement.client} – ${frame.app}` : frame.app;
  }, [engagement]);
  if (error) {
    return (
      <main className="start">
        <h1>{frame.lost}</h1>
        <ErrorNote error={error} />
      </main>
    );
  }
  const shown = engagement ? (
    <Frame engagement={engagement} onClose={() => void close()} />
  ) : pending ? (
    <Starting />
  ) : (
    <Start />
  );
  return (
    <>
      {shown}
      <HandedOver
        engagement={engagement}
        known={engagement !== null || !pending}
        onClose={() => void close()}
      />
    </>
  );
}

/** The engine is another process: it takes a moment to come up. One that is there already is not told of. */
function Starting() {
  return (
    <main className="start late" aria-busy="true">
      <h1>{frame.app}</h1>
      <p className="muted">{frame.starting}</p>
    </main>
  );
}

const NONE = {};
