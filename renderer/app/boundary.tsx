import { Component, type ReactNode } from 'react';
import { ErrorNote } from '../components/notes.tsx';
import { frame } from '../strings/frame.ts';

/** A defect in one view leaves the frame, and every other view, usable. */
export class Boundary extends Component<{ children: ReactNode }, { message: string | null }> {
  override state: { message: string | null } = { message: null };

  static getDerivedStateFromError(error: unknown): { message: string } {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    if (this.state.message === null) return this.props.children;
    return (
      <div className="page">
        <ErrorNote error={{ message: `${frame.crashed} ${this.state.message}`, hint: frame.crashedHint }} />
      </div>
    );
  }
}
