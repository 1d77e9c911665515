//! Mounts the page.

fn main() {
    certview_orders::page::mount();
}

// Overwrites memory that is freed: texts that hold a token or a private key leave copies behind as they grow.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> = zeroizing_alloc::ZeroAlloc(std::alloc::System);
