import { type MenuItemConstructorOptions, Menu, app } from 'electron';
import type { MenuCommand } from '#shared/contract/host.ts';

/**
 * What a workpaper needs. No item leads out of the program; developer tools only in a checkout. Items that are not of the
 * runtime are carried out in the window, which knows what is open. Keys that the window listens to itself are shown only.
 */
export function setMenu(platform: string, tell: (command: MenuCommand) => void): void {
  const item = (label: string, command: MenuCommand, key?: string): MenuItemConstructorOptions => ({
    label,
    click: () => tell(command),
    ...(key === undefined ? {} : { accelerator: key, registerAccelerator: false }),
  });
  const view: MenuItemConstructorOptions[] = [
    item('Go to…', 'palette', 'CmdOrCtrl+K'),
    { type: 'separator' },
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ];
  if (!app.isPackaged) view.push({ type: 'separator' }, { role: 'reload' }, { role: 'toggleDevTools' });
  const file: MenuItemConstructorOptions[] = [
    { ...item('Open engagement…', 'open'), accelerator: 'CmdOrCtrl+O' },
    item('Verify a package…', 'verify'),
    item('Close engagement', 'close'),
    { type: 'separator' },
    platform === 'darwin' ? { role: 'close' } : { role: 'quit' },
  ];
  const template: MenuItemConstructorOptions[] = [
    ...(platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    { label: 'File', submenu: file },
    { role: 'editMenu' },
    { label: 'View', submenu: view },
    { role: 'windowMenu' },
    {
      label: 'Help',
      submenu: [item('Keyboard shortcuts', 'shortcuts'), item('About and notices', 'about')],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
