import { EventEmitter } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import type * as Electron from 'electron';

/**
 * Stands for the electron module in tests (vitest.config.ts): it keeps what the desktop host told Electron, and lets
 * a test play Electron's part. Each member has the type that electron.d.ts gives to it.
 */

type Backend = ReturnType<Electron.SafeStorage['getSelectedStorageBackend']>;

/** What was handed to Electron, by name, in order. */
export const told = {
  menus: [] as Electron.MenuItemConstructorOptions[][],
  schemes: [] as Electron.CustomScheme[],
  switches: new Map<string, string | undefined>(),
  windows: [] as FakeWindow[],
  shown: [] as string[],
  /** Options of the dialogs that open something. */
  opening: [] as Electron.OpenDialogOptions[],
  errors: [] as string[],
  exposed: new Map<string, unknown>(),
  engines: [] as FakeEngine[],
  sent: [] as { channel: string; payload: unknown }[],
  quits: 0,
  sandboxed: false,
};

/** What Electron will answer. */
export const answers = {
  firstInstance: true,
  packaged: true,
  open: { canceled: true, filePaths: [] as string[] },
  save: { canceled: true, filePath: '' },
  /** Folders of the user that are elsewhere than in /home/auditor. */
  paths: new Map<string, string>(),
  /** The password manager of the desktop, and whether it gives out its key. */
  keyring: { backend: 'gnome_libsecret' as Backend, available: true, key: 1 },
  /** Path of each file that the user dropped. */
  dropped: new Map<unknown, string>(),
  invoke: (_channel: string, _payload: unknown): Promise<unknown> => Promise.resolve(null),
};

export const app = Object.assign(new EventEmitter(), {
  commandLine: {
    appendSwitch: (name: string, value?: string) => void told.switches.set(name, value),
  } satisfies Partial<Electron.CommandLine>,
  get isPackaged() {
    return answers.packaged;
  },
  enableSandbox: () => {
    told.sandboxed = true;
  },
  getPath: (name: string) => answers.paths.get(name) ?? `/home/auditor/${name}`,
  quit: () => {
    told.quits += 1;
    app.emit('before-quit', { preventDefault: () => undefined });
  },
  requestSingleInstanceLock: () => answers.firstInstance,
  whenReady: () => Promise.resolve(),
} satisfies Partial<Omit<Electron.App, 'commandLine'>> & { commandLine: unknown });

/** Seals by adding a number to each byte: enough to tell a sealed text from an open one, and one key from another. */
export const safeStorage = {
  isEncryptionAvailable: () => answers.keyring.available,
  getSelectedStorageBackend: () => answers.keyring.backend,
  encryptString: (text: string) =>
    Buffer.from(
      [answers.keyring.key, ...Buffer.from(text)].map(
        (byte, index) => (index === 0 ? byte : byte + answers.keyring.key) % 256,
      ),
    ),
  decryptString: (sealed: Buffer) => {
    if (sealed[0] !== answers.keyring.key)
      throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptString.');
    return Buffer.from(
      [...sealed.subarray(1)].map((byte) => (byte - answers.keyring.key + 256) % 256),
    ).toString();
  },
} satisfies Partial<Electron.SafeStorage>;

export const protocol = {
  registerSchemesAsPrivileged: (schemes: Electron.CustomScheme[]) => void told.schemes.push(...schemes),
} satisfies Partial<Electron.Protocol>;

type PermissionRequest = Parameters<Electron.Session['setPermissionRequestHandler']>[0];
type PermissionCheck = Parameters<Electron.Session['setPermissionCheckHandler']>[0];
type DevicePermission = Parameters<Electron.Session['setDevicePermissionHandler']>[0];
type DisplayMedia = Parameters<Electron.Session['setDisplayMediaRequestHandler']>[0];
type BeforeRequest = (
  details: Electron.OnBeforeRequestListenerDetails,
  callback: (response: Electron.CallbackResponse) => void,
) => void;

export class FakeSession extends EventEmitter {
  permissionRequest: PermissionRequest = null;
  permissionCheck: PermissionCheck = null;
  devicePermission: DevicePermission = null;
  displayMedia: DisplayMedia = null;
  spellChecker = true;
  beforeRequest: BeforeRequest | undefined;
  readonly schemes = new Map<string, (request: Request) => Promise<Response> | Response>();

  readonly protocol = {
    handle: (scheme: string, handler: (request: Request) => Promise<Response> | Response) =>
      void this.schemes.set(scheme, handler),
  } satisfies Partial<Electron.Protocol>;
  readonly webRequest = {
    onBeforeRequest: (listener: BeforeRequest) => {
      this.beforeRequest = listener;
    },
  };

  setPermissionRequestHandler(handler: PermissionRequest): void {
    this.permissionRequest = handler;
  }
  setPermissionCheckHandler(handler: PermissionCheck): void {
    this.permissionCheck = handler;
  }
  setDevicePermissionHandler(handler: DevicePermission): void {
    this.devicePermission = handler;
  }
  setDisplayMediaRequestHandler(handler: DisplayMedia): void {
    this.displayMedia = handler;
  }
  setSpellCheckerEnabled(enable: boolean): void {
    this.spellChecker = enable;
  }
}

export const session = { defaultSession: new FakeSession() };

let contentsMade = 0;

export class FakeContents extends EventEmitter {
  readonly id: number;
  readonly mainFrame = { url: 'app://tickmark/' };
  readonly sent: { channel: string; payload: unknown }[] = [];
  windowOpen: ((details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse) | undefined;

  constructor() {
    super();
    contentsMade += 1;
    this.id = contentsMade;
    app.emit('web-contents-created', {}, this);
  }
  setWindowOpenHandler(
    handler: (details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse,
  ): void {
    this.windowOpen = handler;
  }
  send(channel: string, payload: unknown): void {
    this.sent.push({ channel, payload });
  }
  isDestroyed(): boolean {
    return false;
  }
}

export class FakeWindow extends EventEmitter {
  readonly options: Electron.BrowserWindowConstructorOptions;
  readonly webContents = new FakeContents();
  readonly calls: string[] = [];
  url = '';

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super();
    this.options = options;
    told.windows.push(this);
  }
  loadURL(url: string): Promise<void> {
    this.url = url;
    return Promise.resolve();
  }
  show(): void {
    this.calls.push('show');
  }
  focus(): void {
    this.calls.push('focus');
  }
  restore(): void {
    this.calls.push('restore');
  }
  isMinimized(): boolean {
    return true;
  }
  isDestroyed(): boolean {
    return false;
  }
}

export const BrowserWindow = FakeWindow;

type Invoked = Parameters<Electron.IpcMain['handle']>[1];

export const handlers = new Map<string, Invoked>();
export const ipcMain = {
  handle: (channel: string, listener: Invoked) => void handlers.set(channel, listener),
} satisfies Partial<Electron.IpcMain>;

export const dialog = {
  showOpenDialog: (...asked: unknown[]) => {
    told.opening.push(asked.at(-1) as Electron.OpenDialogOptions);
    return Promise.resolve(answers.open);
  },
  showSaveDialog: () => Promise.resolve(answers.save),
  showErrorBox: (title: string, content: string) => void told.errors.push(`${title}: ${content}`),
} satisfies Partial<Electron.Dialog>;

export const shell = {
  showItemInFolder: (path: string) => void told.shown.push(path),
} satisfies Partial<Electron.Shell>;

export const Menu = {
  buildFromTemplate: (template: Electron.MenuItemConstructorOptions[]) => template,
  setApplicationMenu: (menu: unknown) => void told.menus.push(menu as Electron.MenuItemConstructorOptions[]),
};

/** A utility process whose program is the test. */
export class FakeEngine extends EventEmitter {
  readonly entry: string;
  readonly options: Electron.ForkOptions | undefined;
  port: FakePort | undefined;

  constructor(entry: string, options: Electron.ForkOptions | undefined) {
    super();
    this.entry = entry;
    this.options = options;
    told.engines.push(this);
  }
  postMessage(_message: unknown, [port]: FakePort[]): void {
    this.port = port;
    this.emit('port', port);
  }
  kill(): boolean {
    this.emit('exit', 0);
    return true;
  }
}

/** Called with each engine that is started, before it is spoken to. */
export const engineStarted = new EventEmitter();

export const utilityProcess = {
  fork: (entry: string, _args?: string[], options?: Electron.ForkOptions) => {
    const engine = new FakeEngine(entry, options);
    engineStarted.emit('engine', engine);
    return engine;
  },
};

/** One end of a real channel: messages are cloned and arrive later, as Electron's do. */
export class FakePort extends EventEmitter {
  readonly #port: InstanceType<typeof MessageChannel>['port1'];

  constructor(port: InstanceType<typeof MessageChannel>['port1']) {
    super();
    this.#port = port;
    port.on('message', (data: unknown) => this.emit('message', { data, ports: [] }));
    port.unref();
  }
  postMessage(message: unknown): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port, not a window
    this.#port.postMessage(message);
  }
  start(): void {
    this.#port.start();
  }
}

export class MessageChannelMain {
  readonly port1: FakePort;
  readonly port2: FakePort;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port1 = new FakePort(port1);
    this.port2 = new FakePort(port2);
  }
}

export const contextBridge = {
  exposeInMainWorld: (key: string, api: unknown) => void told.exposed.set(key, api),
} satisfies Partial<Electron.ContextBridge>;

export const ipcRenderer = Object.assign(new EventEmitter(), {
  invoke: (channel: string, payload: unknown) => {
    told.sent.push({ channel, payload });
    return answers.invoke(channel, payload);
  },
});

export const webUtils = {
  getPathForFile: (file: File) => answers.dropped.get(file) ?? '',
} satisfies Partial<Electron.WebUtils>;
