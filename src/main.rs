//! Mounts the page.

fn main() {
    certview_orders::page::mount();
}

// Overwrites freed memory: a text that holds a token or a private key leaves copies behind when it grows.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);
