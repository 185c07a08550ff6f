export const startServer = 1;
