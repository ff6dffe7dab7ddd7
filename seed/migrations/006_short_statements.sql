-- Compiling a statement takes hundreds of milliseconds and saves some tens in the largest of ours.
do $$
begin
  execute format('alter database %I set jit = off', current_database());
end
$$;
