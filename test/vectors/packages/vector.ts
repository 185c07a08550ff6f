import type { Party } from './make-package.ts';
import type { PackageEdit } from './zip-edit.ts';

/** Who signs what is tampered with: the preparer of the genuine package, and somebody else. */
export interface People {
  preparer: Party;
  stranger: Party;
}

/** A tampering, the checks that must fail (no other may), and the reason in the first of them. */
export interface Vector {
  name: string;
  of: 'prepared' | 'reviewed' | 'bare';
  trust?: boolean;
  tamper: (edit: PackageEdit, people: People) => PackageEdit | Promise<PackageEdit>;
  fails: string[];
  reason: RegExp;
}
