// Where the trained model is saved: Vite serves the folder "public".
export const place = 'public/model'
