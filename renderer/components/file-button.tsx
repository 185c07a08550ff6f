import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useConnection } from '../app/connection.tsx';
import { useHostInfo } from '../app/host.ts';
import type { Answer, ErrorEnvelope, PathGrant } from '../app/types.ts';
import { type ChoosePurpose, TAKE_SEVERAL } from '#shared/contract/host.ts';

interface Props {
  purpose: ChoosePurpose;
  children: ReactNode;
  /** Takes a whole folder where the host has no dialogs of its own. */
  folder?: boolean;
  title?: string;
  disabled?: boolean;
  primary?: boolean;
  onFiles: (grants: readonly PathGrant[]) => void;
  onFault: (error: ErrorEnvelope) => void;
  /** Files are on their way to the host, or have come: a form that must not do without them waits. */
  onComing?: (coming: boolean) => void;
}

/**
 * A button that ends in files: by the host's dialog where there is one, by the browser's otherwise. They reach the host in
 * their own time: what is told then is the handler of the present drawing, never that of when the button was pressed.
 */
export function FileButton({
  purpose,
  children,
  folder,
  title,
  disabled,
  primary,
  onFiles,
  onFault,
  onComing,
}: Props) {
  const connection = useConnection();
  const info = useHostInfo();
  const input = useRef<HTMLInputElement>(null);
  const [coming, setComing] = useState(false);
  const latest = useRef({ onFiles, onFault });
  useEffect(() => {
    latest.current = { onFiles, onFault };
  });
  const receive = async (asked: Promise<Answer<PathGrant[] | null>>): Promise<void> => {
    setComing(true);
    onComing?.(true);
    const answer = await asked;
    setComing(false);
    onComing?.(false);
    if (!answer.ok) latest.current.onFault(answer.error);
    else if (answer.value) latest.current.onFiles(answer.value);
  };
  const press = (): void => {
    if (info.value?.dialogs) void receive(connection.host.choose(purpose));
    else input.current?.click();
  };
  const adopt = (files: readonly File[]): void => {
    if (files.length > 0) void receive(connection.host.adopt(files));
  };
  return (
    <>
      <button
        type="button"
        className={primary ? 'button primary' : 'button'}
        title={title}
        disabled={disabled === true || coming}
        aria-busy={coming}
        onClick={press}
      >
        {children}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        data-purpose={purpose}
        multiple={folder || TAKE_SEVERAL.has(purpose)}
        {...(folder ? { webkitdirectory: '' } : {})}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = '';
          adopt(files);
        }}
      />
    </>
  );
}
