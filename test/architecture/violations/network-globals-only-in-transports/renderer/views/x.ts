export const x = () => fetch('./data');
