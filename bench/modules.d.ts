declare module "*.css";
declare module "jsrsasign";
