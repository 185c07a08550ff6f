import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { tellWholeText } from './app/whole-text.ts';
import './styles/index.css';

const root = document.getElementById('root');
if (!root) throw new Error('the page has no root element');
tellWholeText();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
