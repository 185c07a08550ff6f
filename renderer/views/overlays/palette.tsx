import { useDeferredValue, useId, useMemo, useState } from 'react';
import { useAsk, useConnection } from '../../app/connection.tsx';
import { Dialog } from '../../app/dialog.tsx';
import { show } from '../../app/overlay.ts';
import { THEMES, useTheme } from '../../app/theme.ts';
import { copyText } from '../../components/copy.ts';
import { frame } from '../../strings/frame.ts';
import { overlayWords as t } from '../../strings/overlays.ts';
import { procedureWords } from '../../strings/procedures.ts';
import { runProcedures } from '../procedures/run.ts';
import { type Command, hitCommand, matches, placeCommands } from './commands.ts';

const NONE = {};
const SHOWN = 40;

/** Everything by name: places, reports, actions, and whatever the engagement holds. */
export default function Palette({ onCloseEngagement }: { onCloseEngagement: () => void }) {
  const id = useId();
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const { commands, searching, fault } = useCommands(typed.trim(), onCloseEngagement);
  const at = Math.min(active, commands.length - 1);
  const run = (command: Command | undefined): void => {
    if (!command) return;
    show(null);
    command.run();
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.key === 'ArrowDown') setActive(Math.min(at + 1, commands.length - 1));
    else if (event.key === 'ArrowUp') setActive(Math.max(at - 1, 0));
    else if (event.key === 'Enter') run(commands[at]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title={t.palette} bare onClose={() => show(null)}>
      <input
        className="input palette-input"
        type="text"
        role="combobox"
        aria-label={t.paletteLabel}
        aria-expanded="true"
        aria-autocomplete="list"
        aria-controls={`${id}-list`}
        aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
        placeholder={t.paletteHint}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={`${id}-list`} role="listbox" aria-label={t.palette} className="palette-list">
        {commands.map((command, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field above
          <div
            key={command.id}
            id={`${id}-${i}`}
            ref={(element) => {
              if (i === at) element?.scrollIntoView({ block: 'nearest' });
            }}
            role="option"
            aria-selected={i === at}
            tabIndex={-1}
            className="palette-item"
            onClick={() => run(command)}
          >
            <span className="group">{commands[i - 1]?.group === command.group ? '' : command.group}</span>
            <span className="title">{command.title}</span>
            <span className="detail">{command.detail}</span>
          </div>
        ))}
      </div>
      <p className="muted palette-foot" aria-live="polite">
        {fault ?? (searching ? t.searching : commands.length === 0 ? t.nothing : t.paletteFoot)}
      </p>
    </Dialog>
  );
}

interface Found {
  commands: readonly Command[];
  /** The engagement has not answered yet: nothing can be said to be all. */
  searching: boolean;
  fault: string | null;
}

function useCommands(typed: string, onCloseEngagement: () => void): Found {
  const connection = useConnection();
  const setTheme = useTheme((state) => state.set);
  const reports = useAsk('report.list', NONE);
  const text = useDeferredValue(typed);
  const found = useAsk('search.everything', text.length < 2 ? null : { text, limit: 6 });
  const known = useMemo(() => {
    const action = (title: string, run: () => void): Command => ({
      id: `action ${title}`,
      group: t.groups.actions,
      title,
      detail: '',
      run,
    });
    return [
      ...placeCommands(reports.value ?? []),
      action(procedureWords.jobAll, () => void runProcedures(connection, procedureWords.jobAll, {})),
      action(t.copyAddress, () => void copyText(window.location.hash)),
      ...THEMES.map((theme) => action(`${frame.theme}: ${frame.themes[theme]}`, () => setTheme(theme))),
      action(t.shortcuts, () => show('shortcuts')),
      action(t.about, () => show('about')),
      action(frame.closeEngagement, onCloseEngagement),
    ];
  }, [connection, reports.value, setTheme, onCloseEngagement]);
  const hits = (found.value?.groups ?? []).flatMap(({ kind, hits: all }) =>
    all.map((hit) => hitCommand(kind, hit)),
  );
  const asked = typed.length >= 2;
  return {
    commands: [...known.filter((command) => matches(command, typed)), ...hits].slice(0, SHOWN),
    searching: asked && found.error === null && (text !== typed || found.pending || found.value === null),
    fault: asked ? (found.error?.message ?? null) : null,
  };
}
