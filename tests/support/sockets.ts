import { WebSocket } from 'ws';

/** A connected client that keeps every frame it hears. */
export async function connectSocket(websocketUrl: string, ticket: string) {
  const socket = new WebSocket(`${websocketUrl}?ticket=${ticket}`);
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const heard: string[] = [];
  socket.on('message', (data: Buffer) => heard.push(data.toString()));
  return {
    heard,
    /** Sends a message and waits for the next frame. */
    ask: async (message: object): Promise<void> => {
      const answered = new Promise((resolve) => socket.once('message', resolve));
      socket.send(JSON.stringify(message));
      await answered;
    },
    close: () => socket.close(),
  };
}
