import { Dialog } from '../../app/dialog.tsx';
import { show } from '../../app/overlay.ts';
import { overlayWords as t } from '../../strings/overlays.ts';

export default function Shortcuts() {
  return (
    <Dialog title={t.shortcuts} onClose={() => show(null)}>
      <table className="ruled">
        <tbody>
          {t.keys.map(([keys, what]) => (
            <tr key={keys}>
              <th scope="row" className="nowrap">
                <kbd>{keys}</kbd>
              </th>
              <td>{what}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}
