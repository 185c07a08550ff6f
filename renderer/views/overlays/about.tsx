import { useAsk } from '../../app/connection.tsx';
import { Dialog } from '../../app/dialog.tsx';
import { show } from '../../app/overlay.ts';
import { ErrorNote, Waiting } from '../../components/notes.tsx';
import { Prose } from '../../components/prose.tsx';
import { overlayWords as t } from '../../strings/overlays.ts';

const NONE = {};

/** What this is, and whose work it is delivered with. */
export default function About() {
  const info = useAsk('app.info', NONE);
  const notices = useAsk('app.notices', NONE);
  return (
    <Dialog title={t.about} onClose={() => show(null)}>
      <p>
        <strong>{t.product}</strong> {info.value?.version}
      </p>
      <p className="muted">{t.aboutText}</p>
      {notices.error && <ErrorNote error={notices.error} />}
      {notices.pending && !notices.value && <Waiting what={t.notices.toLowerCase()} />}
      {notices.value && (
        <details>
          <summary>{t.notices}</summary>
          <Prose text={notices.value.text} />
        </details>
      )}
    </Dialog>
  );
}
