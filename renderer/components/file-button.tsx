import { type ReactNode, useRef } from 'react';
import { useConnection } from '../app/connection.tsx';
import { useHostInfo } from '../app/host.ts';
import type { ErrorEnvelope, PathGrant } from '../app/types.ts';
import type { ChoosePurpose } from '#shared/contract/host.ts';

interface Props {
  purpose: ChoosePurpose;
  children: ReactNode;
  multiple?: boolean;
  /** Takes a whole folder where the host has no dialogs of its own. */
  folder?: boolean;
  title?: string;
  disabled?: boolean;
  primary?: boolean;
  onFiles: (grants: readonly PathGrant[]) => void;
  onFault: (error: ErrorEnvelope) => void;
}

/** A button that ends in files: by the host's dialog where there is one, by the browser's otherwise. */
export function FileButton({
  purpose,
  children,
  multiple,
  folder,
  title,
  disabled,
  primary,
  onFiles,
  onFault,
}: Props) {
  const connection = useConnection();
  const info = useHostInfo();
  const input = useRef<HTMLInputElement>(null);
  const press = async (): Promise<void> => {
    if (!info.value?.dialogs) {
      input.current?.click();
      return;
    }
    const answer = await connection.host.choose(purpose);
    if (!answer.ok) onFault(answer.error);
    else if (answer.value) onFiles(answer.value);
  };
  const adopt = async (files: readonly File[]): Promise<void> => {
    if (files.length === 0) return;
    const answer = await connection.host.adopt(files);
    if (answer.ok) onFiles(answer.value);
    else onFault(answer.error);
  };
  return (
    <>
      <button
        type="button"
        className={primary ? 'button primary' : 'button'}
        title={title}
        disabled={disabled}
        onClick={() => void press()}
      >
        {children}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        data-purpose={purpose}
        multiple={multiple || folder}
        {...(folder ? { webkitdirectory: '' } : {})}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = '';
          void adopt(files);
        }}
      />
    </>
  );
}
