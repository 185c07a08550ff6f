import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { CHANNELS, INVOCABLE } from '../channels.ts';

// The one object that the window gets. Nothing of Electron or Node passes through it, functions least of all.
contextBridge.exposeInMainWorld('tickmark', {
  /** Answers what the contract or the host answers; unknown channels are refused here already. */
  invoke: (channel: unknown, payload: unknown): Promise<unknown> => {
    if (typeof channel !== 'string' || !INVOCABLE.includes(channel))
      return Promise.reject(new Error('No such channel.'));
    return ipcRenderer.invoke(channel, payload);
  },
  /** Calls back with each progress of this window's calls; returns the way to stop it. */
  subscribe: (listener: (progress: unknown) => void): (() => void) => {
    const receive = (_event: unknown, progress: unknown) => listener(progress);
    ipcRenderer.on(CHANNELS.progress, receive);
    return () => void ipcRenderer.off(CHANNELS.progress, receive);
  },
  /** Calls back with each file or item of the menu that is handed to the window; returns the way to stop it. */
  onHanded: (listener: (item: unknown) => void): (() => void) => {
    const receive = (_event: unknown, item: unknown) => listener(item);
    ipcRenderer.on(CHANNELS.handed, receive);
    return () => void ipcRenderer.off(CHANNELS.handed, receive);
  },
  /** Only files that the user dropped or picked have a path; one that a page made has none and is left out. */
  adopt: (files: readonly File[]): Promise<unknown> => {
    const paths = [...files].map((file) => webUtils.getPathForFile(file)).filter((path) => path !== '');
    return ipcRenderer.invoke(CHANNELS.adopt, { paths });
  },
});
